//! The real server, as a process that can be killed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

/// `bantin-server serve` at work; killed when dropped.
pub struct Server {
    child: Child,
    pub port: u16,
    data: PathBuf,
    options: Vec<String>,
}

/// The program: what `BANTIN_SERVER` names, or what was built beside these tests.
pub fn program() -> PathBuf {
    if let Some(program) = std::env::var_os("BANTIN_SERVER") {
        return program.into();
    }
    let own = std::env::current_exe().unwrap();
    let program = own.ancestors().nth(2).unwrap().join("bantin-server");
    assert!(program.is_file(), "run first: cargo build -p bantin-server");
    program
}

/// Runs a command of the program; what it printed, or how it failed.
pub fn command(arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program()).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

impl Server {
    /// Serves the folder `data` on a free port.
    pub fn start(data: &Path, options: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let child = spawn(data, port, &options);
        let server = Self { child, port, data: data.to_owned(), options };
        server.wait();
        server
    }

    fn wait(&self) {
        for _ in 0..600 {
            if agent().get(self.url("/readyz")).call().is_ok_and(|answer| answer.status() == 200) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server does not answer");
    }

    /// Ends it at once, whatever it is doing.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The same server again, after a [`Server::kill`].
    pub fn start_again(&mut self) {
        self.child = spawn(&self.data, self.port, &self.options);
        self.wait();
    }

    /// Lets it write no byte beyond this many of any file, or all again: as a full disk does.
    pub fn limit_files(&self, bytes: Option<u32>) {
        let limit = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let status = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string(), &format!("--fsize={limit}:")])
            .status();
        assert!(status.unwrap().success());
    }

    /// The memory it has, in MiB.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").trim().parse().unwrap();
        kilobytes / 1024.0
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn spawn(data: &Path, port: u16, options: &[String]) -> Child {
    // Writing beyond a limit is an error then, not a signal that ends the program.
    Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(program())
        .args(["serve", "--data"])
        .arg(data)
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(options)
        .env("RUST_LOG", "off")
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client that takes error answers as answers.
pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

/// What was answered: the status, and the JSON, null when there is none.
pub type Answer = Result<(u16, Value), ureq::Error>;

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = response?;
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string()?;
    Ok((status, serde_json::from_str(&text).unwrap_or_default()))
}

/// A reader with a token of the service at `root` (`http://…`).
pub struct Voter {
    agent: Agent,
    pub token: String,
}

impl Voter {
    pub fn new(root: &str) -> Self {
        let agent = agent();
        let (status, reader) =
            answer(agent.post(format!("{root}/api/v1/readers")).send_empty()).unwrap();
        assert_eq!(status, 201, "{reader}");
        Self { agent, token: reader["token"].as_str().unwrap().to_owned() }
    }

    pub fn vote(&self, root: &str, slug: &str, stars: u8, sequence: u64) -> Answer {
        let url = format!("{root}/api/v1/ratings/{slug}");
        let body = json!({ "stars": stars, "sequence": sequence }).to_string();
        let request = self.agent.put(url).header("content-type", "application/json");
        answer(request.header("authorization", format!("Bearer {}", self.token)).send(body))
    }

    pub fn rating(&self, root: &str, slug: &str) -> Answer {
        let request = self.agent.get(format!("{root}/api/v1/ratings/{slug}"));
        answer(request.header("authorization", format!("Bearer {}", self.token)).call())
    }

    pub fn get(&self, url: &str) -> Answer {
        answer(self.agent.get(url).call())
    }
}
