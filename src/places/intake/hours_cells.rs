//! The four cells of opening hours as one value, and back. Read next: `places::hours`.

use crate::imports::RowReader;
use crate::language::{Language, Text};
use crate::places::hours::{Hours, HoursRefusal};

/// The cells beside the weekly one.
const BESIDE: [&str; 3] = ["hours_exceptions", "public_holidays", "make_up_days"];

/// Reads the cells; `None` when all are blank or something was refused.
pub(super) fn read_hours(row: &mut RowReader<'_>) -> Option<Hours> {
    let Some(text) = row.optional("hours") else {
        for column in BESIDE
            .iter()
            .filter(|column| row.optional(column).is_some())
            .collect::<Vec<_>>()
        {
            let message = Text::new(
                "填写了这一列，就要填写“开放时间”",
                "goes with the column \"hours\", which is blank",
            );
            row.refuse(column, "hours_required", message);
        }
        return None;
    };
    let week = understood(row, "hours", Hours::parse_text(text));
    let exceptions = Hours::parse_exceptions_text(row.text("hours_exceptions"));
    let exceptions = understood(row, "hours_exceptions", exceptions);
    let holidays = row
        .optional("public_holidays")
        .map(crate::places::hours::HolidayRule::parse_text);
    let holidays = holidays.and_then(|rule| understood(row, "public_holidays", rule));
    let make_up = row
        .optional("make_up_days")
        .map(crate::places::hours::MakeUpRule::parse_text);
    let make_up = make_up.and_then(|rule| understood(row, "make_up_days", rule));
    let week = week?;
    let holidays = holidays.unwrap_or_else(|| week.public_holidays().clone());
    let make_up = make_up.unwrap_or_else(|| week.make_up_days());
    let hours = week
        .with_rules(holidays, make_up)
        .with_exceptions(exceptions?);
    understood(row, "hours_exceptions", hours)
}

/// What was read, or `None` after noting why it was not.
fn understood<T>(
    row: &mut RowReader<'_>,
    column: &str,
    read: Result<T, HoursRefusal>,
) -> Option<T> {
    read.map_err(|refusal| {
        let message = Text::new(refusal.message(Language::Zh), refusal.message(Language::En));
        row.refuse(column, "hours_not_understood", message);
    })
    .ok()
}

/// The cells of the columns `hours`, `hours_exceptions`, `public_holidays` and `make_up_days`.
pub(super) fn write_hours(hours: Option<&Hours>) -> [String; 4] {
    hours.map_or_else(Default::default, |hours| {
        [
            hours.to_text(),
            hours.exceptions_to_text(),
            hours.public_holidays().to_text(),
            hours.make_up_days().to_text().to_owned(),
        ]
    })
}
