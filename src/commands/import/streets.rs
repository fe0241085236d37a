//! `menkou import streets`: a map of OpenStreetMap, with heights where they are told, becomes the street file.
//!
//! It needs no database. The file is written whole or not at all; a running server takes it by itself.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use reach::street::height::{tiles_of, with_heights};
use reach::street::osm::{Map, read_map};
use reach::street::{Footing, Network, StreetMap, StreetReport, Streets};

use super::elevation::Elevation;
use crate::commands::parts::{Answer, Ending};
use crate::config::Config;
use crate::language::Language;
use crate::platform::clock::Clock;
use crate::streets;

/// Which map, and which heights.
#[derive(Debug, Args)]
pub(super) struct StreetsArgs {
    /// The map: .osm.pbf, or OSM XML, plain or gzipped.
    file: PathBuf,
    /// Folder of elevation tiles (.hgt, .hgt.zip or .hgt.gz, named like N26E106).
    #[arg(long)]
    elevation: Option<PathBuf>,
    /// Read and pack only; write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What was made of a map.
struct Made {
    /// The map as it was read.
    map: Map,
    /// The network with its heights.
    network: Network,
    /// The tiles that are not there.
    elevation: Elevation,
    /// The streets.
    report: StreetReport,
    /// The street file.
    bytes: Vec<u8>,
}

/// Makes the street file, and says what came of it.
///
/// # Errors
/// When the file cannot be opened or written, or a tile of heights is broken.
pub(super) fn answer(
    args: &StreetsArgs,
    config: &Config,
    language: Language,
) -> anyhow::Result<Answer> {
    let stopwatch = Clock::stopwatch();
    let shown = args.file.display();
    let file = File::open(&args.file).with_context(|| format!("{shown} cannot be opened"))?;
    let map = match read_map(file) {
        Ok(map) => map,
        Err(refusal) => {
            return Ok(Answer::refused(match language {
                Language::Zh => format!("地图未被采用：{shown}：{refusal}"),
                Language::En => format!("the map is refused: {shown}: {refusal}"),
            }));
        }
    };
    let made = made_of(map, args.elevation.as_deref(), config)?;
    let path = config.streets_path();
    if !args.dry_run {
        let to = path.display();
        streets::replace(&path, &made.bytes).with_context(|| format!("{to} cannot be written"))?;
    }
    let mut lines = made.lines(language);
    let seconds = stopwatch.elapsed().as_secs_f64();
    lines.push(match (language, args.dry_run) {
        (Language::Zh, true) => format!("试运行：用时 {seconds:.1} 秒，未写入任何文件"),
        (Language::En, true) => format!("dry run: {seconds:.1} s, nothing was written"),
        (Language::Zh, false) => {
            format!(
                "已写入 {}：{} 字节，用时 {seconds:.1} 秒",
                path.display(),
                made.bytes.len()
            )
        }
        (Language::En, false) => {
            format!(
                "written to {}: {} bytes, {seconds:.1} s",
                path.display(),
                made.bytes.len()
            )
        }
    });
    Ok(Answer {
        lines,
        ending: Ending::Done,
    })
}

/// Lays a map over its heights and packs it; the file is read back before it is trusted.
fn made_of(map: Map, elevation: Option<&Path>, config: &Config) -> anyhow::Result<Made> {
    let elevation = match elevation {
        Some(folder) => Elevation::read(folder, &tiles_of(map.network()))?,
        None => Elevation::default(),
    };
    let network = with_heights(&map, &elevation.heights)?;
    let packed = StreetMap::build(&network)?;
    let bytes = packed.to_bytes();
    if StreetMap::from_bytes(&bytes)? != packed {
        bail!("the street file does not read back as it was written");
    }
    let report = Streets::new(packed, config.stride()?).report();
    Ok(Made {
        map,
        network,
        elevation,
        report,
        bytes,
    })
}

impl Made {
    /// What was read and what was made of it.
    fn lines(&self, language: Language) -> Vec<String> {
        let mut lines = match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        };
        let missing: Vec<String> = self
            .elevation
            .missing
            .iter()
            .map(ToString::to_string)
            .collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            lines.push(match language {
                Language::Zh => format!("缺少高程文件：{missing}"),
                Language::En => format!("there are no tiles of heights for {missing}"),
            });
        }
        lines
    }

    /// The same in Chinese.
    fn chinese(&self) -> Vec<String> {
        let tally = self.map.tally();
        let (vertices, stretches) = (self.network.vertices(), self.network.stretches());
        let (steps, flat) = self.steps_and_flat();
        let report = &self.report;
        let left_out = report.left_out;
        let kilometres = (report.kilometres, report.kilometres_of_steps);
        vec![
            format!(
                "读取：可步行道路 {} 条，顶点 {} 个，路段 {} 段，其中台阶 {steps} 段",
                tally.streets,
                vertices.len(),
                stretches.len()
            ),
            format!(
                "断开：文件中缺少的节点 {} 个，禁止通行的节点 {} 个",
                tally.missing_nodes, tally.closed_nodes
            ),
            format!(
                "打包：路口 {} 个，连线 {} 条，互不相通的部分 {} 个，共 {:.1} 公里，其中台阶 {:.1} 公里",
                report.junctions, report.edges, report.pieces, kilometres.0, kilometres.1
            ),
            format!(
                "舍去：过小的部分 {} 个，共 {} 米；无法步行的路段 {} 段",
                left_out.pieces, left_out.metres, left_out.stretches
            ),
            format!(
                "海拔：高程文件 {} 个，没有海拔的顶点 {flat} 个",
                self.elevation.heights.len()
            ),
        ]
    }

    /// The same in English.
    fn english(&self) -> Vec<String> {
        let tally = self.map.tally();
        let (vertices, stretches) = (self.network.vertices(), self.network.stretches());
        let (steps, flat) = self.steps_and_flat();
        let report = &self.report;
        let left_out = report.left_out;
        let kilometres = (report.kilometres, report.kilometres_of_steps);
        vec![
            format!(
                "read: {} ways on foot, {} vertices, {} stretches, {steps} of them stairs",
                tally.streets,
                vertices.len(),
                stretches.len()
            ),
            format!(
                "parted: at {} nodes that the file lacks, at {} that nobody may pass",
                tally.missing_nodes, tally.closed_nodes
            ),
            format!(
                "packed: {} junctions, {} edges, {} pieces apart, {:.1} km, {:.1} km of them stairs",
                report.junctions, report.edges, report.pieces, kilometres.0, kilometres.1
            ),
            format!(
                "left out: {} pieces too small, {} m together; {} stretches that cannot be walked",
                left_out.pieces, left_out.metres, left_out.stretches
            ),
            format!(
                "heights: {} tiles, {flat} vertices without a height",
                self.elevation.heights.len()
            ),
        ]
    }

    /// How many stretches are stairs, and how many vertices have no height.
    fn steps_and_flat(&self) -> (usize, usize) {
        let stretches = self.network.stretches().iter();
        let steps = stretches.filter(|it| it.footing == Footing::Steps).count();
        let vertices = self.network.vertices().iter();
        (steps, vertices.filter(|it| it.height_m.is_none()).count())
    }
}
