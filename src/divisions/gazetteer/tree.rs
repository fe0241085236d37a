//! Growing the tree: planting divisions, numbering paths, finding them by the ministry's code.
//!
//! It must never look at a code to find a parent below the county other than the parent column of
//! the ministry's own list. Read next: `crosswalk.rs` for the statistics bureau's half.

use std::collections::HashMap;

use super::GazetteerRefusal;
use super::division::{Level, NewCode, NewDivision, Note, System};
use super::rows::{McaRow, code12, read};

/// The largest number that four digits of a path can hold.
const MOST_CHILDREN: usize = 9_999;

/// A division about to be planted.
pub(super) struct Seedling {
    /// Its level.
    pub(super) level: Level,
    /// Its own name.
    pub(super) name: String,
    /// Whether it no longer exists.
    pub(super) ended: bool,
    /// What a reader must know about it.
    pub(super) note: Option<Note>,
}

/// The tree as far as it has grown.
pub(super) struct Tree {
    /// All divisions, a parent before its children.
    pub(super) divisions: Vec<NewDivision>,
    /// All codes in force, the ministry's and the bureau's.
    pub(super) codes: Vec<NewCode>,
    /// How many children each division has.
    children: Vec<usize>,
    /// Divisions by the ministry's twelve digits.
    by_mca: HashMap<String, usize>,
}

impl Tree {
    /// A tree of its root alone.
    pub(super) fn of_china() -> Self {
        let root = NewDivision {
            key: 0,
            parent: None,
            path: path_part("", 1),
            level: Level::Country,
            name: "中国".to_owned(),
            full_name: "中国".to_owned(),
            pinyin: None,
            point: None,
            ended: false,
            note: None,
        };
        Self {
            divisions: vec![root],
            codes: Vec::new(),
            children: vec![0],
            by_mca: HashMap::new(),
        }
    }

    /// Puts a division under its parent and gives its key; a key that is none of the tree's hangs
    /// the division on the root.
    ///
    /// # Errors
    /// A parent that already has as many children as a path can number is refused.
    pub(super) fn plant(
        &mut self,
        parent: usize,
        seedling: Seedling,
    ) -> Result<usize, GazetteerRefusal> {
        let key = self.divisions.len();
        let (above_path, above_name) = self
            .divisions
            .get(parent)
            .map(|above| match above.level {
                Level::Country => (above.path.as_str(), ""),
                Level::Province
                | Level::Prefecture
                | Level::County
                | Level::Town
                | Level::Village => (above.path.as_str(), above.full_name.as_str()),
            })
            .unwrap_or_default();
        let number = self
            .children
            .get(parent)
            .map_or(1, |count| count.saturating_add(1));
        if number > MOST_CHILDREN {
            return Err(GazetteerRefusal::TooManyChildren {
                full_name: above_name.to_owned(),
            });
        }
        let division = NewDivision {
            key,
            parent: Some(parent),
            path: path_part(above_path, number),
            level: seedling.level,
            full_name: format!("{above_name}{}", seedling.name),
            name: seedling.name,
            pinyin: None,
            point: None,
            ended: seedling.ended,
            note: seedling.note,
        };
        self.divisions.push(division);
        self.children.push(0);
        if let Some(count) = self.children.get_mut(parent) {
            *count = number;
        }
        Ok(key)
    }

    /// The division with this twelve-digit ministry code.
    pub(super) fn by_mca(&self, code: &str) -> Option<usize> {
        self.by_mca.get(code).copied()
    }

    /// The division with this twelve-digit ministry code, to be changed.
    pub(super) fn by_mca_mut(&mut self, code: &str) -> Option<&mut NewDivision> {
        self.divisions.get_mut(*self.by_mca.get(code)?)
    }

    /// The division with this key.
    pub(super) fn division(&self, key: usize) -> Option<&NewDivision> {
        self.divisions.get(key)
    }

    /// The full name of the division with this key; empty if there is none.
    pub(super) fn full_name(&self, key: usize) -> String {
        self.division(key)
            .map(|division| division.full_name.clone())
            .unwrap_or_default()
    }

    /// Notes that a code in force names this division.
    pub(super) fn name_by_code(&mut self, system: System, code: String, division: usize) {
        self.codes.push(NewCode {
            system,
            code,
            division,
            valid_from: None,
            valid_to: None,
        });
    }

    /// Plants the provinces, prefectures and counties of the whole country. A county hangs where
    /// its line says, which may be a province.
    ///
    /// # Errors
    /// Refuses a level other than 1 to 3, an unknown parent and a code that comes twice.
    pub(super) fn plant_nation(
        &mut self,
        file: &'static str,
        text: &str,
    ) -> Result<(), GazetteerRefusal> {
        for numbered in read::<McaRow>(file, text)? {
            let (line, row) = (numbered.line, numbered.row);
            let level = match row.level.as_str() {
                "1" => Level::Province,
                "2" => Level::Prefecture,
                "3" => Level::County,
                _ => {
                    return Err(GazetteerRefusal::BadLevel {
                        file,
                        line,
                        level: row.level,
                    });
                }
            };
            self.plant_mca(file, line, level, row)?;
        }
        Ok(())
    }

    /// Plants the towns of the ministry's list of Guizhou and checks that its upper levels are the
    /// national list's. Gives the keys of the towns that exist.
    ///
    /// # Errors
    /// Refuses an upper division that the national list lacks or names differently, an unknown
    /// level or parent, and a code that comes twice.
    pub(super) fn plant_towns(
        &mut self,
        file: &'static str,
        text: &str,
    ) -> Result<Vec<usize>, GazetteerRefusal> {
        let mut live = Vec::new();
        for numbered in read::<McaRow>(file, text)? {
            let (line, row) = (numbered.line, numbered.row);
            match row.level.as_str() {
                "1" | "2" | "3" => self.check_known(file, line, row)?,
                "4" => {
                    let revoked = !row.status.is_empty();
                    let key = self.plant_mca(file, line, Level::Town, row)?;
                    if !revoked {
                        live.push(key);
                    }
                }
                _ => {
                    return Err(GazetteerRefusal::BadLevel {
                        file,
                        line,
                        level: row.level,
                    });
                }
            }
        }
        Ok(live)
    }

    /// Plants one line of a ministry list, with its code.
    fn plant_mca(
        &mut self,
        file: &'static str,
        line: u64,
        level: Level,
        row: McaRow,
    ) -> Result<usize, GazetteerRefusal> {
        let code = code12(file, line, &row.code12)?;
        let parent = if row.parent12.is_empty() {
            0
        } else {
            self.by_mca(&row.parent12)
                .ok_or(GazetteerRefusal::UnknownCode {
                    file,
                    line,
                    code: row.parent12,
                })?
        };
        if self.by_mca.contains_key(&code) {
            return Err(GazetteerRefusal::DefinedTwice { file, line, code });
        }
        let ended = !row.status.is_empty();
        let note = ended.then_some(Note::Revoked);
        let key = self.plant(
            parent,
            Seedling {
                level,
                name: row.name,
                ended,
                note,
            },
        )?;
        self.by_mca.insert(code.clone(), key);
        self.name_by_code(System::Mca, code, key);
        Ok(key)
    }

    /// Checks that a line repeats what the national list says.
    fn check_known(
        &self,
        file: &'static str,
        line: u64,
        row: McaRow,
    ) -> Result<(), GazetteerRefusal> {
        let known = self.by_mca(&row.code12).and_then(|key| self.division(key));
        match known {
            None => Err(GazetteerRefusal::UnknownCode {
                file,
                line,
                code: row.code12,
            }),
            Some(division) if division.name != row.name => Err(GazetteerRefusal::DefinedTwice {
                file,
                line,
                code: row.code12,
            }),
            Some(_) => Ok(()),
        }
    }
}

/// The path of the child with this number under the parent's path.
fn path_part(above: &str, number: usize) -> String {
    format!("{above}{number:04}/")
}
