//! Passwords that everybody tries first, beside what the rule of length leaves over.
//!
//! Words, not passwords: one is refused when nothing but a listed word, digits and signs are left of it, so `Mima@2026…`
//! and `123guizhou!!` are caught as well. It must never grow into a rule of composition: length is what protects. Read next:
//! the parent module.

use crate::language::folded;

/// Words in small letters. From the lists of passwords that leaked most often, and what is near at hand in this service.
const WORDS: [&str; 65] = [
    "abc",
    "abcd",
    "abcde",
    "abcdef",
    "abcdefg",
    "abcdefgh",
    "abcdefghijkl",
    "admin",
    "adminadmin",
    "administrator",
    "aini",
    "asdf",
    "asdfasdf",
    "asdfgh",
    "asdfghjkl",
    "baobei",
    "caonima",
    "changeme",
    "changemenow",
    "default",
    "dragon",
    "guest",
    "guiyang",
    "guizhou",
    "guizhousheng",
    "hello",
    "helloworld",
    "iloveyou",
    "jiuye",
    "jiuyefuwu",
    "letmein",
    "login",
    "loveyou",
    "master",
    "menkou",
    "menkoujiuye",
    "mima",
    "mimamima",
    "monkey",
    "operator",
    "pass",
    "passpass",
    "password",
    "passwordpassword",
    "passw",
    "passwd",
    "princess",
    "qaz",
    "qazwsx",
    "qazwsxedc",
    "qwe",
    "qweasd",
    "qweasdzxc",
    "qwer",
    "qwerty",
    "qwertyuiop",
    "qwertyuiopasdf",
    "renshe",
    "root",
    "superman",
    "test",
    "welcome",
    "woaini",
    "woainiwoaini",
    "zxcvbnm",
];

/// Most characters that a text of digits alone may have and be refused: a resident's number has 18.
const MAX_NUMBER_CHARS: usize = 18;

/// Fewest different characters of a password: repeating one or two makes it long, not hard to guess.
const MIN_DIFFERENT: usize = 5;

/// True for a password that everybody tries first: a listed word with digits and signs about it, a number such as a
/// telephone's, a date or a resident's, or a few characters repeated.
pub(super) fn is_well_known(password: &str) -> bool {
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < MIN_DIFFERENT {
        return true;
    }
    let plain = folded(password);
    let core = plain.trim_matches(char::is_numeric);
    if core.is_empty() {
        return plain.chars().count() <= MAX_NUMBER_CHARS;
    }
    // "p455w0rd" and its like are as well known as the word.
    let letters: String = core.chars().filter(|letter| !letter.is_numeric()).collect();
    let spelled: String = core.chars().map(spelled_by).collect();
    [letters, spelled]
        .iter()
        .any(|word| WORDS.contains(&word.as_str()))
}

/// The letter that a digit stands for where people spell words with digits.
const fn spelled_by(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// True when a password holds the name that its bearer logs in with.
pub(super) fn holds_name(password: &str, login_name: &str) -> bool {
    let name = folded(login_name);
    name.chars().count() >= 3 && folded(password).contains(&name)
}
