//! How times are taken and summed up.
//!
//! A time is that of one question, in microseconds. Nothing here compares with a limit. Next:
//! [`crate::table`].

use std::hint::black_box;
use std::time::Instant;

use reach::Wgs84;

/// Runs some work and tells how long it took, microseconds.
#[inline]
#[expect(
    clippy::disallowed_methods,
    reason = "a bench measures the machine's time, which no caller can pass in"
)]
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64() * 1e6)
}

/// The times of several rounds over the same questions, microseconds.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// For each question the times of its rounds.
    of_question: Vec<Vec<f64>>,
    /// The sum of all times.
    spent: f64,
}

impl Times {
    /// Room for so many questions.
    #[must_use]
    pub fn new(questions: usize) -> Self {
        Self {
            of_question: vec![Vec::new(); questions],
            spent: 0.0,
        }
    }

    /// Notes the time of a question, which counts from zero.
    pub fn note(&mut self, question: usize, microseconds: f64) {
        if let Some(times) = self.of_question.get_mut(question) {
            times.push(microseconds);
            self.spent += microseconds;
        }
    }

    /// Asks every question once and notes the times, as long as the sum of all rounds leaves some
    /// of the allowed seconds.
    pub fn round<T>(
        &mut self,
        origins: &[Wgs84],
        allowed_seconds: f64,
        mut ask: impl FnMut(Wgs84) -> T,
    ) {
        for (question, origin) in origins.iter().enumerate() {
            if self.spent_seconds() > allowed_seconds {
                break;
            }
            let (answer, time) = timed(|| ask(*origin));
            black_box(answer);
            self.note(question, time);
        }
    }

    /// The sum of all times, seconds.
    #[must_use]
    pub fn spent_seconds(&self) -> f64 {
        self.spent / 1e6
    }

    /// How many times were taken.
    #[must_use]
    pub fn count(&self) -> usize {
        self.of_question.iter().map(Vec::len).sum()
    }

    /// The median of all times.
    #[must_use]
    pub fn median(&self) -> f64 {
        quantile(self.all(), 50)
    }

    /// The 99th percentile of all times.
    #[must_use]
    pub fn p99(&self) -> f64 {
        quantile(self.all(), 99)
    }

    /// The hardest question: the largest of the questions' own medians over the rounds. A moment in
    /// which the machine did something else is one round of one question and so does not show.
    #[must_use]
    pub fn hardest_question(&self) -> f64 {
        let medians = self.of_question.iter().filter(|times| !times.is_empty());
        medians
            .map(|times| quantile(times.clone(), 50))
            .fold(f64::NAN, f64::max)
    }

    /// The largest single time, pauses of the machine included.
    #[must_use]
    pub fn longest(&self) -> f64 {
        self.all().into_iter().fold(f64::NAN, f64::max)
    }

    /// Every time of every round.
    fn all(&self) -> Vec<f64> {
        self.of_question.iter().flatten().copied().collect()
    }
}

/// The smallest of the times that `percent` of them do not exceed; not a number if there is none.
fn quantile(mut times: Vec<f64>, percent: usize) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    let rank = (times.len() * percent).div_ceil(100).max(1);
    times.get(rank - 1).copied().unwrap_or(f64::NAN)
}
