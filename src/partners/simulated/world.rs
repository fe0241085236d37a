//! What the simulated server remembers: codes, tokens, messages, how often it was asked, how it is to fail.
//!
//! Nothing outlives the process. Time is the platform's clock, so that a test moves it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::mischief::Mischief;
use super::sent::Sent;
use super::tokens::Tokens;
use crate::platform::clock::Clock;

/// How long a code is good.
const CODE_LIFE: TimeDelta = TimeDelta::minutes(5);

/// Codes that are remembered; then those whose time is over are forgotten.
const CODES_BEFORE_SWEEP: usize = 100_000;

/// Messages that are remembered.
const SENT_KEPT: usize = 1_000;

/// How a code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeState {
    /// Good, and used up by this question.
    Good,
    /// Was used before.
    Used,
    /// Its five minutes are over.
    Expired,
}

/// A code that was seen.
struct Code {
    /// When it was issued, or first seen.
    issued_at: DateTime<Utc>,
    /// True once it was used.
    is_used: bool,
}

/// Everything that changes.
#[derive(Default)]
struct Memory {
    /// Codes by their text.
    codes: BTreeMap<String, Code>,
    /// Messages, oldest first.
    sent: VecDeque<Sent>,
    /// Requests by path.
    requests: BTreeMap<String, u64>,
    /// How to fail, by beginning of path.
    mischief: Vec<(String, Mischief)>,
    /// Access tokens.
    tokens: Tokens,
    /// Numbers what is issued.
    count: u64,
}

/// The memory of one simulated server.
pub(super) struct World {
    /// Time.
    clock: Clock,
    /// Hears of messages.
    told: fn(&Sent),
    /// What changes.
    memory: Mutex<Memory>,
}

impl World {
    /// An empty memory.
    pub(super) fn new(clock: Clock, told: fn(&Sent)) -> Self {
        Self {
            clock,
            told,
            memory: Mutex::default(),
        }
    }

    /// The memory, also after somebody panicked with it.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Now.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// A number that was not given out before.
    pub(super) fn next_number(&self) -> u64 {
        let mut memory = self.memory();
        memory.count += 1;
        memory.count
    }

    /// Remembers that a code was issued now.
    pub(super) fn issue(&self, code: &str) {
        let issued_at = self.now();
        let code = code.to_owned();
        let is_used = false;
        let issued = Code { issued_at, is_used };
        self.memory().codes.insert(code, issued);
    }

    /// Uses a code up. One that nobody issued counts as issued when it is first seen.
    pub(super) fn use_code(&self, text: &str) -> CodeState {
        let now = self.now();
        let mut memory = self.memory();
        if memory.codes.len() >= CODES_BEFORE_SWEEP {
            memory
                .codes
                .retain(|_, code| now - code.issued_at <= CODE_LIFE);
        }
        let code = memory.codes.entry(text.to_owned()).or_insert(Code {
            issued_at: now,
            is_used: false,
        });
        if now - code.issued_at > CODE_LIFE {
            return CodeState::Expired;
        }
        if std::mem::replace(&mut code.is_used, true) {
            return CodeState::Used;
        }
        CodeState::Good
    }

    /// Remembers a message, unless one with its identity was sent before.
    pub(super) fn send(&self, message: Sent) {
        {
            let mut memory = self.memory();
            let is_known = message.request_id.is_some()
                && memory
                    .sent
                    .iter()
                    .any(|sent| sent.request_id == message.request_id);
            if is_known {
                return;
            }
            if memory.sent.len() >= SENT_KEPT {
                memory.sent.pop_front();
            }
            memory.sent.push_back(message.clone());
        }
        (self.told)(&message);
    }

    /// The messages, oldest first.
    pub(super) fn sent(&self) -> Vec<Sent> {
        self.memory().sent.iter().cloned().collect()
    }

    /// Counts a request and says how it is to fail, if it is.
    pub(super) fn arrival(&self, path: &str) -> Option<Mischief> {
        let mut memory = self.memory();
        *memory.requests.entry(path.to_owned()).or_default() += 1;
        let mut mischief = memory.mischief.iter().rev();
        mischief
            .find(|(begin, _)| path.starts_with(begin.as_str()))
            .map(|(_, mischief)| *mischief)
    }

    /// How many requests came to a path.
    pub(super) fn requests_to(&self, path: &str) -> u64 {
        self.memory()
            .requests
            .get(path)
            .copied()
            .unwrap_or_default()
    }

    /// How often an access token was asked for.
    pub(super) fn token_requests(&self) -> u64 {
        self.requests_to(super::tokens::PATH)
    }

    /// Fails this way at paths that begin so.
    pub(super) fn act_up(&self, path: &str, mischief: Mischief) {
        self.memory().mischief.push((path.to_owned(), mischief));
    }

    /// Behaves again.
    pub(super) fn behave(&self) {
        self.memory().mischief.clear();
    }

    /// Does something with the tokens.
    pub(super) fn with_tokens<T>(&self, act: impl FnOnce(&mut Tokens, DateTime<Utc>) -> T) -> T {
        let now = self.now();
        act(&mut self.memory().tokens, now)
    }

    /// Ends the token in use.
    pub(super) fn end_token(&self) {
        self.with_tokens(|tokens, _| tokens.end());
    }

    /// Refuses the next uses.
    pub(super) fn refuse_tokens(&self, times: u32) {
        self.with_tokens(|tokens, _| tokens.refuse_next(times));
    }

    /// Sets how long tokens hold.
    pub(super) fn let_tokens_hold(&self, seconds: i64) {
        self.with_tokens(|tokens, _| tokens.hold_for(seconds));
    }
}
