//! The real server as a process whose log is read and that is told to stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::addresses::ask;
use crate::process::program;

/// Nothing that is awaited takes as long.
const LONG: Duration = Duration::from_secs(60);

/// `bantin-server serve` at work; killed when dropped.
pub struct Serving {
    child: Child,
    pub port: u16,
    lines: Receiver<String>,
    /// Every line of its log so far that was looked at.
    log: Arc<Mutex<Vec<String>>>,
}

impl Serving {
    /// Serves the folder `data` on a free port.
    pub fn start(data: &Path, options: &[&str]) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        Self::start_on(port, data, options)
    }

    /// Serves the folder `data` on this port.
    pub fn start_on(port: u16, data: &Path, options: &[&str]) -> Self {
        let mut command = Command::new(program());
        command.arg("serve").arg("--data").arg(data).args(options);
        Self::of(command, port)
    }

    /// The same in a process that may open this many files.
    pub fn start_with_files(files: u32, data: &Path, options: &[&str]) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut command = Command::new("prlimit");
        command.arg(format!("--nofile={files}:{files}")).arg(program());
        command.arg("serve").arg("--data").arg(data).args(options);
        Self::of(command, port)
    }

    fn of(mut command: Command, port: u16) -> Self {
        let mut child = command
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .env("RUST_LOG", "info")
            .env("NO_COLOR", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let serving = Self { child, port, lines, log: Arc::default() };
        serving.says("listening");
        serving
    }

    /// Waits for a line of the log that has these words.
    pub fn says(&self, words: &str) -> String {
        let end = Instant::now() + LONG;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("the log never said {words:?}: {:#?}", self.log.lock().unwrap());
            };
            self.log.lock().unwrap().push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Tells it to stop, as a service manager does.
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Waits until the process has ended; how, and every line of its log.
    pub fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let end = Instant::now() + LONG;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "the process never ended");
            std::thread::sleep(Duration::from_millis(10));
        };
        while let Ok(line) = self.lines.recv() {
            self.log.lock().unwrap().push(line);
        }
        let log = std::mem::take(&mut *self.log.lock().unwrap());
        (status, log)
    }

    /// The process's id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection from this address of the machine.
    pub fn connect_from(&self, address: [u8; 4]) -> TcpStream {
        let socket =
            socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from((IpAddr::from(address), 0)).into()).unwrap();
        socket.connect(&SocketAddr::from(([127, 0, 0, 1], self.port)).into()).unwrap();
        let stream: TcpStream = socket.into();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// A connection on which these bytes were sent.
    pub fn send(&self, bytes: &str) -> TcpStream {
        let mut stream = self.connect_from([127, 0, 0, 1]);
        stream.write_all(bytes.as_bytes()).unwrap();
        stream
    }

    /// The value of a line of `/metrics`, 0 where there is none.
    pub fn counted(&self, name: &str) -> u64 {
        // Who is refused may not even get to ask.
        let Ok(said) = ask(self.port, "GET", "/metrics", "") else { return 0 };
        let text = String::from_utf8(said.body).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map_or(0, |value| value.parse().unwrap())
    }

    /// Waits until a line of `/metrics` has such a value.
    pub fn until_counted(&self, name: &str, is_so: impl Fn(u64) -> bool) -> u64 {
        let end = Instant::now() + LONG;
        loop {
            let value = self.counted(name);
            if is_so(value) {
                return value;
            }
            assert!(Instant::now() < end, "{name} stays at {value}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Reads until the server closes; what came before. An abrupt end is one too.
pub fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        let is_end = error.kind() == std::io::ErrorKind::ConnectionReset;
        assert!(is_end, "the server never closed: {error}");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
