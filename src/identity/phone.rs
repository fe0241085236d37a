//! Whether a text can be a telephone number of an office or a firm in China.
//!
//! It must never claim that a number exists. Read next: the parent module.

/// Signs that people put between the parts of a number.
const SEPARATORS: [char; 6] = [' ', '-', '(', ')', '（', '）'];

/// Signs between several numbers of one office.
const BETWEEN_NUMBERS: [char; 7] = ['、', ';', '；', '/', ',', '，', '\n'];

/// True when every number in the text can be one: a mobile number, a line with or without its area code, a 400 or 800
/// number, or a short service number such as 12333; an extension may follow 转 or `ext`.
pub(crate) fn is_plausible_phone(text: &str) -> bool {
    text.split(BETWEEN_NUMBERS)
        .all(|one| is_one_number(one.trim()))
}

/// True when the text can be one number.
fn is_one_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let (number, extension) = match lower.split_once('转').or_else(|| lower.split_once("ext")) {
        Some((number, extension)) => (number, Some(extension.trim_matches([' ', '.', ':']))),
        None => (lower.as_str(), None),
    };
    if extension.is_some_and(|part| !is_digits(part) || part.len() > 6) {
        return false;
    }
    let Some(number) = without_separators(number) else {
        return false;
    };
    let number = number
        .strip_prefix("+86")
        .or_else(|| number.strip_prefix("0086"))
        .unwrap_or(&number);
    is_digits(number) && has_known_shape(number)
}

/// The text without the signs between its parts; none when the brackets or dashes stand where no number has them.
fn without_separators(text: &str) -> Option<String> {
    let is_odd = text.contains("--") || text.starts_with('-') || text.trim_end().ends_with('-');
    (!is_odd).then(|| {
        text.chars()
            .filter(|letter| !SEPARATORS.contains(letter))
            .collect()
    })
}

/// True for at least one ASCII digit and nothing else.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// True when digits have the length and beginning of a number of some kind.
fn has_known_shape(digits: &str) -> bool {
    let length = digits.len();
    let is_short = length == 5 && digits.starts_with(['1', '9']);
    let is_mobile = length == 11 && digits.starts_with('1') && !digits.starts_with("10");
    let is_local_line = matches!(length, 7 | 8) && !digits.starts_with(['0', '1']);
    let is_line = matches!(length, 10..=12) && digits.starts_with('0') && !digits.starts_with("00");
    let is_service = length == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    is_short || is_mobile || is_local_line || is_line || is_service
}

#[cfg(test)]
mod tests;
