//! Which engine the tests run in, what it lacks, and how its driver is started.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::error::CmdError;
use fantoccini::wd::TimeoutConfiguration;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tokio::process::{Child, Command};

use super::PATIENCE;

/// How long a driver itself waits for a page or a script.
const LOAD: Duration = Duration::from_secs(60);

/// How long a driver may be silent. Nobody would hear of one that waits for ever.
const SILENCE: Duration = Duration::from_secs(90);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// What tests may do to a page that some engines' drivers cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Other colours than the system has: dark ones, or few that are forced on every page.
    Colours,
    /// Looking at a page that has broken the language's own lists: some drivers' scripts need them.
    BrokenPages,
    /// Nodes, listeners and bytes, counted from outside.
    Memory,
    /// A finger, words being composed, wishes for more contrast or less motion; and word of whether a page can be
    /// installed.
    Devices,
}

impl Engine {
    /// The engine that `BANTIN_ENGINE` names; Chromium when it names none.
    pub fn wanted() -> Self {
        match std::env::var("BANTIN_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("BANTIN_ENGINE is chromium, firefox or webkit, not {other}"),
        }
    }

    pub fn can(self, capability: Capability) -> bool {
        match (self, capability) {
            (Self::Chromium, _)
            | (Self::Firefox, Capability::Colours | Capability::BrokenPages) => true,
            (Self::Firefox | Self::WebKit, _) => false,
        }
    }
}

/// Tells on a line of its own, whatever becomes of the test's output, that it is left out.
pub fn leave_out(why: &str) {
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let _ = writeln!(std::io::stdout(), "\nleft out: {test} because {why}");
}

/// Leaves a test out, with a word why, in an engine whose driver lacks what it needs.
#[macro_export]
macro_rules! needs {
    ($capability:ident, $why:literal) => {
        if !$crate::browser::Engine::wanted().can($crate::browser::Capability::$capability) {
            $crate::browser::leave_out($why);
            return;
        }
    };
}

/// A process and all it started: a test that fails leaves none behind.
pub struct Group(u32);

impl Drop for Group {
    fn drop(&mut self) {
        let group = format!("-{}", self.0);
        // Gone already after a test that went well.
        let mut kill = std::process::Command::new("kill");
        let _ = kill.args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }
}

/// A driver at work.
pub struct Driver {
    pub child: Child,
    pub port: u16,
    pub group: Group,
}

/// The kernel's choice of a free port; whoever it is for takes it a moment later.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Starts a driver that listens at `port`.
pub fn drive(mut command: Command, port: u16) -> Driver {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| panic!("{program} (cargo xtask test installs it): {error}"));
    let group = Group(child.id().unwrap());
    Driver { child, port, group }
}

/// Starts a program that only has to be there, in a group of its own.
pub fn accompany(command: &mut Command) -> (Child, Group) {
    let child = command.kill_on_drop(true).process_group(0).spawn().unwrap();
    let group = Group(child.id().unwrap());
    (child, group)
}

/// What a driver answers; an error fails the test.
pub async fn answer<T>(question: impl Future<Output = Result<T, CmdError>>) -> T {
    in_time(question).await.unwrap()
}

/// What a driver answers, an error as well.
pub async fn in_time<T>(
    question: impl Future<Output = Result<T, CmdError>>,
) -> Result<T, CmdError> {
    match tokio::time::timeout(SILENCE, question).await {
        Ok(answer) => answer,
        Err(_) => panic!("the driver has not answered for {} s", SILENCE.as_secs()),
    }
}

impl Driver {
    /// A session with these capabilities.
    pub async fn session(&self, capabilities: Value) -> Client {
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let started = Instant::now();
        loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{}", self.port))
                .await
            {
                Ok(client) => {
                    let limits = TimeoutConfiguration::new(Some(LOAD), Some(LOAD), None);
                    client.update_timeouts(limits).await.unwrap();
                    return client;
                }
                Err(error) if started.elapsed() > PATIENCE => panic!("no browser: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    }
}
