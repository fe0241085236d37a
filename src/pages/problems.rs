//! `/problems`: the table of problem codes, where every problem document's `type` leads.

use actix_web::{HttpResponse, get};

use crate::http::Negotiated;
use crate::http::codes::ALL;
use crate::language::Language;

/// Show the table of problem codes
#[utoipa::path(tag = "meta", responses((status = 200, description = "A page", body = str, content_type = "text/html")))]
#[get("/problems")]
pub(crate) async fn get_problems(reader: Negotiated) -> HttpResponse {
    let rows: String = ALL
        .iter()
        .map(|code| {
            format!(
                "<tr id=\"{0}\"><td><code>{0}</code></td><td>{1}</td><td>{2}</td><td>{3}</td></tr>",
                code.as_str(),
                code.status(),
                code.title().in_language(Language::Zh),
                code.title().in_language(Language::En),
            )
        })
        .collect();
    let page = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>Menkou problems</title><h1>错误代码 Problem codes</h1>\
         <table><tr><th>code</th><th>HTTP</th><th>中文</th><th>English</th></tr>{rows}</table></html>",
        reader.0.tag()
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(page)
}
