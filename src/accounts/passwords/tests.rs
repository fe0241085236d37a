//! Which passwords are taken, and that a hash knows its own.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{NewPassword, PasswordHash, PasswordRefusal};
use crate::platform::chance::Chance;

/// A password that is taken.
const GOOD: &str = "correct horse battery staple";

/// Judges a password of somebody called `liwei`.
fn check(typed: &str) -> Result<NewPassword, PasswordRefusal> {
    NewPassword::check(typed, "liwei")
}

#[test]
fn a_hash_knows_its_password_and_no_other() {
    let chance = Chance::counted(1);
    let hash = PasswordHash::of(&check(GOOD).unwrap(), &chance).unwrap();
    assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(hash.verify(GOOD));
    assert!(!hash.verify("correct horse battery stable"));
    assert!(!hash.verify(""));
    assert!(!hash.verify(&GOOD.repeat(100)));
    assert!(!hash.needs_rehash());
    assert!(hash.renewed(GOOD, &chance).unwrap().is_none());
    let kept = PasswordHash::from_kept(hash.as_str().to_owned());
    assert!(kept.verify(GOOD));
}

#[test]
fn the_same_password_has_another_hash_each_time() {
    let chance = Chance::counted(1);
    let password = check(GOOD).unwrap();
    let one = PasswordHash::of(&password, &chance).unwrap();
    let other = PasswordHash::of(&password, &chance).unwrap();
    assert_ne!(one.as_str(), other.as_str());
    assert!(!PasswordHash::decoy(&chance).unwrap().verify(GOOD));
}

#[test]
fn forms_of_the_same_letters_are_the_same_password() {
    let chance = Chance::counted(1);
    let hash = PasswordHash::of(&check("Café ｐｌａｃｅ 42 贵阳").unwrap(), &chance).unwrap();
    assert!(hash.verify("Cafe\u{301} place 42 贵阳"));
    assert!(!hash.verify("cafe place 42 贵阳"));
}

#[test]
fn a_hash_of_another_cost_is_renewed() {
    let chance = Chance::counted(1);
    // The vector of the reference implementation's test suite: "password", "somesalt", t=2, m=64 MiB, p=1.
    let old = PasswordHash::from_kept(
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            .to_owned(),
    );
    assert!(old.verify("password"));
    assert!(!old.verify("Password"));
    assert!(old.needs_rehash());
    let renewed = old.renewed("password", &chance).unwrap().unwrap();
    assert!(renewed.verify("password") && !renewed.needs_rehash());
}

#[test]
fn what_is_no_hash_knows_nobody() {
    for kept in [
        "",
        "password",
        "$argon2id$",
        "$2b$12$abcdefghijklmnopqrstuv",
    ] {
        let kept = PasswordHash::from_kept(kept.to_owned());
        assert!(!kept.verify("password"));
        assert!(kept.needs_rehash());
    }
}

#[test]
fn length_is_counted_in_characters() {
    assert!(check("贵阳的天气今天真是好极了").is_ok());
    assert_eq!(
        check("贵阳的天气今天真是好极").unwrap_err(),
        PasswordRefusal::TooShort
    );
    let longest: String = "0123456789abcdef".repeat(8);
    assert!(check(&longest).is_ok());
    let longer = format!("{longest}g");
    assert_eq!(check(&longer).unwrap_err(), PasswordRefusal::TooLong);
}

#[test]
fn what_everybody_tries_first_is_refused() {
    for typed in [
        "password1234",
        "Password@2026!",
        "PASSWORDPASSWORD",
        "p455w0rd1234",
        "123456789012",
        "138001380001",
        "520102199003073219",
        "1990-03-07 1990-03-07",
        "aaaaaaaaaaaa",
        "121212121212",
        "woaini1314520",
        "guizhou123456",
        "123menkou!!!456",
        "qwertyuiop12",
        "１２３４５６７８９０１２",
    ] {
        assert_eq!(
            check(typed).unwrap_err(),
            PasswordRefusal::WellKnown,
            "{typed}"
        );
    }
    for typed in [GOOD, "menkou zai wo jia 7", "3141592653589793238462"] {
        assert!(check(typed).is_ok(), "{typed}");
    }
}

#[test]
fn the_login_name_is_no_part_of_a_password() {
    for typed in ["LiWei loves hills", "hills, hills, Li-Wei"] {
        assert_eq!(
            check(typed).unwrap_err(),
            PasswordRefusal::HoldsLoginName,
            "{typed}"
        );
    }
    assert!(NewPassword::check("the hills of home", "li").is_ok());
}

#[test]
fn nothing_of_a_password_is_printed() {
    let password = check(GOOD).unwrap();
    let hash = PasswordHash::of(&password, &Chance::counted(1)).unwrap();
    assert_eq!(
        format!("{password:?} {hash:?}"),
        "NewPassword(..) PasswordHash(..)"
    );
}
