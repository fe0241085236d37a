//! What the syntax tree of a file declares: names, top modules, handlers, mapped apps.
//! Never judges, and keeps no tree, so that all tests share one reading. Next: `layout.rs`, `operations.rs`.

use syn::visit::{self, Visit};

/// The attributes that make a function a route.
const ROUTE_MARKS: &[&str] = &[
    "get", "post", "put", "delete", "patch", "head", "options", "trace", "connect", "route",
    "routes",
];

/// The calls an app or a scope begins with: two last segments of a path.
const APP_STARTS: &[[&str; 2]] = &[
    ["App", "new"],
    ["UtoipaApp", "from"],
    ["web", "scope"],
    ["utoipa_actix_web", "scope"],
];

/// A declared name.
pub(crate) struct Declared {
    /// What it names.
    pub(crate) kind: &'static str,
    /// The name.
    pub(crate) name: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
}

/// One handler.
pub(crate) struct Handler {
    /// The function's name.
    pub(crate) name: String,
    /// Its line, counted from 1.
    pub(crate) line: usize,
    /// How many lines it has.
    pub(crate) lines: usize,
    /// Whether it is in the OpenAPI file.
    pub(crate) is_documented: bool,
    /// The text of an explicit operation id.
    pub(crate) operation_id: Option<String>,
}

/// What one file declares.
#[derive(Default)]
pub(crate) struct Syntax {
    /// Modules, types, traits and functions, at any depth.
    pub(crate) declared: Vec<Declared>,
    /// Handlers outside test modules.
    pub(crate) handlers: Vec<Handler>,
    /// The lines where an app or a scope that collects OpenAPI is mapped.
    pub(crate) mapped_apps: Vec<usize>,
    /// How many test modules surround the place the walk is at.
    test_depth: usize,
}

/// Reads what a file declares; panics with its path when it is not Rust.
pub(crate) fn read(path: &str, text: &str) -> Syntax {
    let tree = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut syntax = Syntax::default();
    syntax.visit_file(&tree);
    syntax
}

impl Syntax {
    /// Notes a declared name.
    fn declare(&mut self, kind: &'static str, name: &syn::Ident) {
        self.declared.push(Declared {
            kind,
            name: name.to_string(),
            line: name.span().start().line,
        });
    }
}

impl<'ast> Visit<'ast> for Syntax {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let step = usize::from(item.attrs.iter().any(is_test_mark));
        self.declare("module", &item.ident);
        self.test_depth += step;
        visit::visit_item_mod(self, item);
        self.test_depth -= step;
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.declare("type", &item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.declare("type", &item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_union(&mut self, item: &'ast syn::ItemUnion) {
        self.declare("type", &item.ident);
        visit::visit_item_union(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.declare("type", &item.ident);
        visit::visit_item_type(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.declare("trait", &item.ident);
        visit::visit_item_trait(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        // The names in an implementation of a trait are the trait's choice.
        for member in &item.items {
            if let (None, syn::ImplItem::Fn(function)) = (&item.trait_, member) {
                self.declare("function", &function.sig.ident);
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.declare("function", &item.sig.ident);
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.declare("function", &item.sig.ident);
        if self.test_depth == 0 && item.attrs.iter().any(is_route_mark) {
            self.handlers.push(handler(item));
        }
        visit::visit_item_fn(self, item);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if self.test_depth == 0 && call.method == "map" && starts_an_app(&call.receiver) {
            self.mapped_apps.push(call.method.span().start().line);
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// What is asked about a handler.
fn handler(item: &syn::ItemFn) -> Handler {
    let document = item.attrs.iter().find(|attribute| is_document(attribute));
    let line = item.sig.ident.span().start().line;
    let end = item.block.brace_token.span.close().end().line;
    Handler {
        name: item.sig.ident.to_string(),
        line,
        lines: end.saturating_sub(line) + 1,
        is_documented: document.is_some(),
        operation_id: document.and_then(operation_id),
    }
}

/// Whether an attribute is `#[cfg(test)]`.
fn is_test_mark(attribute: &syn::Attribute) -> bool {
    let condition = attribute.parse_args::<syn::Path>().ok();
    attribute.path().is_ident("cfg") && condition.is_some_and(|path| path.is_ident("test"))
}

/// Whether an attribute makes its function a route: `#[get("/x")]` or `#[actix_web::get("/x")]`.
fn is_route_mark(attribute: &syn::Attribute) -> bool {
    let segments = segments(attribute.path());
    let (Some(last), rest) = (segments.last(), segments.len()) else {
        return false;
    };
    let from_actix = rest == 1 || segments.first().is_some_and(|first| first == "actix_web");
    from_actix && ROUTE_MARKS.contains(&last.as_str())
}

/// Whether an attribute is `#[utoipa::path(..)]`, or `#[path(..)]` after an import.
fn is_document(attribute: &syn::Attribute) -> bool {
    let segments = segments(attribute.path());
    let is_list = matches!(attribute.meta, syn::Meta::List(_));
    is_list && (segments == ["utoipa", "path"] || segments == ["path"])
}

/// The explicit operation id of an attribute, as written, without quotes.
fn operation_id(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::List(list) = &attribute.meta else {
        return None;
    };
    let mut tokens = list.tokens.clone().into_iter();
    tokens.find(|token| token.to_string() == "operation_id")?;
    Some(tokens.nth(1)?.to_string().trim_matches('"').to_owned())
}

/// Whether a chain of calls begins with an app or a scope that collects OpenAPI.
fn starts_an_app(receiver: &syn::Expr) -> bool {
    if let syn::Expr::Paren(inner) = receiver {
        return starts_an_app(&inner.expr);
    }
    if let syn::Expr::MethodCall(call) = receiver {
        return call.method == "into_utoipa_app" || starts_an_app(&call.receiver);
    }
    let syn::Expr::Call(call) = receiver else {
        return false;
    };
    let syn::Expr::Path(function) = &*call.func else {
        return false;
    };
    let segments = segments(&function.path);
    APP_STARTS
        .iter()
        .any(|end| segments.ends_with(&end.map(str::to_owned)))
}

/// The segments of a path as text.
fn segments(path: &syn::Path) -> Vec<String> {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect()
}
