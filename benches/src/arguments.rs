//! The options of the bench programs, the same for all.
//!
//! Never reads the environment. Next: the programs in `bin`.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

/// What a bench was asked to do.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// How many items there are.
    pub items: u32,
    /// How many questions a row has.
    pub questions: usize,
    /// How often each row is measured.
    pub rounds: usize,
    /// How long one contestant may take for one row in all rounds, seconds; a question that was begun is ended.
    pub seconds: f64,
    /// The seed of the data set.
    pub seed: u64,
    /// The folder of PostgreSQL's unix socket.
    pub postgres_socket: Option<PathBuf>,
    /// Redis's unix socket.
    pub redis_socket: Option<PathBuf>,
    /// The folder with Valhalla's Python and the program that builds its tiles.
    pub valhalla: Option<PathBuf>,
    /// The folder of large test data.
    pub test_data: Option<PathBuf>,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            items: 1_000_000,
            questions: 1000,
            rounds: 5,
            seconds: 15.0,
            seed: 1,
            postgres_socket: None,
            redis_socket: None,
            valhalla: None,
            test_data: None,
        }
    }
}

impl Arguments {
    /// Reads the options of this process.
    ///
    /// # Errors
    /// An unknown option, or a value that is missing or not of its kind.
    pub fn of_process() -> Result<Self> {
        Self::read(std::env::args().skip(1))
    }

    /// Reads options; what is not given keeps its default.
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let mut arguments = Self::default();
        while let Some(name) = words.next() {
            let value = words
                .next()
                .with_context(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--items" => arguments.items = parsed(&name, &value)?,
                "--questions" => arguments.questions = parsed(&name, &value)?,
                "--rounds" => arguments.rounds = parsed(&name, &value)?,
                "--seconds" => arguments.seconds = parsed(&name, &value)?,
                "--seed" => arguments.seed = parsed(&name, &value)?,
                "--postgres-socket" => arguments.postgres_socket = Some(value.into()),
                "--redis-socket" => arguments.redis_socket = Some(value.into()),
                "--valhalla" => arguments.valhalla = Some(value.into()),
                "--test-data" => arguments.test_data = Some(value.into()),
                _ => bail!("unknown option {name}"),
            }
        }
        Ok(arguments)
    }
}

/// A value of its kind.
fn parsed<T>(name: &str, value: &str) -> Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    value
        .parse()
        .with_context(|| format!("{name} cannot be {value:?}"))
}
