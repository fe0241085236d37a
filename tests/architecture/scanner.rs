//! Walks the tokens of a file and notes paths, method calls and attributes.
//! Never resolves or judges them. Next: `facts.rs`, which resolves the paths.

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};

use crate::facts::{Call, Mark};

/// A path as it is written.
pub(crate) struct RawPath {
    /// The segments; `<>` stands for a qualified type, `*` for a glob.
    pub(crate) segments: Vec<String>,
    /// The module it stands in, from the root of the crate.
    pub(crate) module: Vec<String>,
    /// The name a `use` or a `mod` makes of it.
    pub(crate) binds: Option<String>,
    /// Whether this is a module's own declaration and not a mention.
    pub(crate) declares: bool,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// Whether it stands in test code.
    pub(crate) in_test: bool,
}

/// What the walk has found.
#[derive(Default)]
pub(crate) struct Scanned {
    /// The paths.
    pub(crate) paths: Vec<RawPath>,
    /// The method calls.
    pub(crate) calls: Vec<Call>,
    /// The attributes.
    pub(crate) marks: Vec<Mark>,
}

/// Where the walk is.
#[derive(Clone)]
struct Scope {
    /// The module, from the root of the crate.
    module: Vec<String>,
    /// Whether a `#[cfg(test)]` or `#[test]` item surrounds this place.
    in_test: bool,
}

/// Scans the text of the file that is `module`.
pub(crate) fn scan(module: Vec<String>, text: &str) -> Scanned {
    let stream: TokenStream = text.parse().unwrap_or_default();
    let mut scanned = Scanned::default();
    scanned.walk(
        stream,
        &Scope {
            module,
            in_test: false,
        },
    );
    scanned
}

impl Scanned {
    /// Walks one level of tokens and, through the groups, all below it.
    fn walk(&mut self, stream: TokenStream, scope: &Scope) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let (mut here, mut opens_module) = (scope.clone(), None);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => {
                    let mut inner = here.clone();
                    if group.delimiter() == Delimiter::Brace {
                        inner.module.extend(opens_module.take());
                        here.in_test = scope.in_test;
                    }
                    self.walk(group.stream(), &inner);
                }
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if let Some((group, after)) = attribute(&tokens, at) {
                        here.in_test |= self.mark(group, &here);
                        at = after;
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    (here.in_test, opens_module) = (scope.in_test, None);
                }
                TokenTree::Ident(word) if word == "use" && !is_punct(tokens.get(at), '<') => {
                    let statement = tokens.get(at..).unwrap_or_default();
                    let end = statement
                        .iter()
                        .position(|token| is_punct(Some(token), ';'));
                    let length = end.unwrap_or(statement.len());
                    self.imports(statement.get(..length).unwrap_or_default(), &[], &here);
                    at += length;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    opens_module = ident(tokens.get(at)).map(|name| self.declare(name, &here));
                }
                TokenTree::Ident(word) => at = self.path(&tokens, at - 1, word, &here),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Notes a `mod` and gives its name.
    fn declare(&mut self, name: &Ident, scope: &Scope) -> String {
        let name = plain(name);
        let segments = [
            vec!["crate".to_owned()],
            scope.module.clone(),
            vec![name.clone()],
        ]
        .concat();
        self.push(segments, Some(name.clone()), 0, scope);
        if let Some(last) = self.paths.last_mut() {
            last.declares = true;
        }
        name
    }

    /// Notes an attribute and what it names; tells whether it makes its item test code.
    fn mark(&mut self, group: &Group, scope: &Scope) -> bool {
        self.walk(group.stream(), scope);
        let text: String = group.stream().to_string().split_whitespace().collect();
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let (path, rest) = text.split_at(end.unwrap_or(text.len()));
        let mark = Mark {
            path: path.to_owned(),
            rest: rest.to_owned(),
            line: group.span_open().start().line,
            in_test: scope.in_test,
        };
        let makes_test = mark.name() == "test"
            || (path == "cfg" && (rest == "(test)" || rest.starts_with("(all(test,")));
        self.marks.push(mark);
        makes_test
    }

    /// Notes the path or method call that begins at `at`; gives the place after it.
    fn path(&mut self, tokens: &[TokenTree], at: usize, first: &Ident, scope: &Scope) -> usize {
        let before = |back: usize| at.checked_sub(back).and_then(|place| tokens.get(place));
        let after_dot = is_punct(before(1), '.') && !is_punct(before(2), '.');
        let mut segments = Vec::new();
        if is_punct(before(1), ':') && is_punct(before(2), ':') && is_punct(before(3), '>') {
            segments.push("<>".to_owned());
        }
        segments.push(plain(first));
        let mut next = at + 1;
        while is_colons(tokens, next) {
            let Some(segment) = ident(tokens.get(next + 2)) else {
                break;
            };
            segments.push(plain(segment));
            next += 3;
        }
        let line = first.span().start().line;
        if after_dot {
            let has_arguments = tokens.get(next).is_some_and(is_parenthesis);
            if has_arguments || is_colons(tokens, next) {
                let in_test = scope.in_test;
                self.calls.push(Call {
                    method: plain(first),
                    line,
                    in_test,
                });
            }
        } else if segments.len() > 1 {
            self.push(segments, None, line, scope);
        }
        next
    }

    /// Notes every path of a `use` tree.
    fn imports(&mut self, tree: &[TokenTree], prefix: &[String], scope: &Scope) {
        for branch in tree.split(|token| is_punct(Some(token), ',')) {
            let mut segments = prefix.to_vec();
            let (mut alias, mut line, mut is_branch) = (None, 0, false);
            let mut tokens = branch.iter();
            while let Some(token) = tokens.next() {
                match token {
                    TokenTree::Ident(word) if word == "as" => {
                        alias = ident(tokens.next()).map(plain)
                    }
                    TokenTree::Ident(word) => segments.push(plain(word)),
                    TokenTree::Group(group) => {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.imports(&inner, &segments, scope);
                        is_branch = true;
                    }
                    TokenTree::Punct(punct) if punct.as_char() == '*' => {
                        segments.push("*".to_owned())
                    }
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
                line = token.span().start().line;
            }
            if is_branch || segments.len() == prefix.len() {
                continue;
            }
            if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
                segments.pop();
            }
            let binds = alias
                .or_else(|| segments.last().cloned())
                .filter(|name| name != "*" && name != "_");
            self.push(segments, binds, line, scope);
        }
    }

    /// Adds one path.
    fn push(&mut self, segments: Vec<String>, binds: Option<String>, line: usize, scope: &Scope) {
        self.paths.push(RawPath {
            segments,
            module: scope.module.clone(),
            binds,
            declares: false,
            line,
            in_test: scope.in_test,
        });
    }
}

/// The bracket group of an attribute whose `#` stands just before `at`, and the place after it.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<(&Group, usize)> {
    let skip = usize::from(is_punct(tokens.get(at), '!'));
    match tokens.get(at + skip) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            Some((group, at + skip + 1))
        }
        _ => None,
    }
}

/// The identifier in a token, if it is one.
fn ident(token: Option<&TokenTree>) -> Option<&Ident> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident),
        _ => None,
    }
}

/// An identifier's text without `r#`.
fn plain(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// Whether a token is this mark.
fn is_punct(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Whether a token is a group in round brackets.
fn is_parenthesis(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
}

/// Whether `::` stands at this place.
fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let joint = matches!(tokens.get(at), Some(TokenTree::Punct(punct))
        if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    joint && is_punct(tokens.get(at + 1), ':')
}
