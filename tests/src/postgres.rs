//! A PostgreSQL of Debian's package, on loopback, in a temporary folder. As root it runs as the user that
//! came with the package, for PostgreSQL refuses to be root.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bantin_store::postgres::Address;
use tokio_postgres::{Client, NoTls};

/// Runs what follows `$1`, the folder, as whoever may, and stops it when whoever started this is gone.
const SCRIPT: &str = r#"
    set -e
    cd "$1"
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$1"
        as="setpriv --reuid postgres --regid postgres --clear-groups"
    fi
    bin=$2; port=$3
    if [ ! -d data ]; then
        $as "$bin/initdb" -D data -U bantin -A trust -E UTF8 --locale=C.UTF-8 --no-sync > initdb.log 2>&1
    fi
    # Not `$as "$bin/postgres"`, whose standard input would be this one's.
    $as "$bin/postgres" -D data -k "$1" -p "$port" -c listen_addresses=127.0.0.1 \
        -c max_connections=300 -c max_wal_size=2GB < /dev/null >> log 2>&1 &
    echo $!
    read gone || true
    kill -INT $! 2> /dev/null || true
    wait || true
"#;

/// A PostgreSQL at work.
pub struct Cluster {
    folder: tempfile::TempDir,
    port: u16,
    child: Mutex<Option<Child>>,
    pid: AtomicUsize,
}

/// A database of its own.
#[derive(Clone, Debug)]
pub struct Database {
    pub url: String,
}

/// The newest of Debian's PostgreSQLs.
fn programs() -> PathBuf {
    let mut versions: Vec<u32> = std::fs::read_dir("/usr/lib/postgresql")
        .expect("PostgreSQL is installed (cargo xtask test installs it)")
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable();
    let newest = versions.last().expect("PostgreSQL is installed (cargo xtask test installs it)");
    Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin")
}

impl Default for Cluster {
    fn default() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        open_to_all(folder.path());
        let cluster = Self { folder, port, child: Mutex::default(), pid: AtomicUsize::new(0) };
        cluster.start();
        cluster
    }
}

/// Lets a program that runs as somebody else look into a temporary folder.
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

impl Cluster {
    /// The one that the tests of a program share, each with databases of its own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::default)
    }

    /// Starts it, again after a [`Cluster::crash`], and waits until it takes connections.
    pub fn start(&self) {
        let mut child = Command::new("sh")
            .args(["-c", SCRIPT, "sh"])
            .arg(self.folder.path())
            .arg(programs())
            .arg(self.port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let pid = line.trim().parse().unwrap_or_else(|_| panic!("{}", self.said()));
        self.pid.store(pid, Ordering::Relaxed);
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
        for _ in 0..400 {
            let ready = Command::new(programs().join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status();
            if ready.is_ok_and(|status| status.success()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL does not answer: {}", self.said());
    }

    /// Ends it at once, as a power cut would: nothing is written that was not.
    pub fn crash(&self) {
        let pid = self.pid.load(Ordering::Relaxed).to_string();
        assert!(Command::new("kill").args(["-QUIT", &pid]).status().unwrap().success());
        self.end();
    }

    /// Waits for its end, which is near.
    fn end(&self) {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut child) = child {
            drop(child.stdin.take());
            let _ = child.wait();
        }
    }

    fn said(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name));
        ["initdb.log", "log"].into_iter().filter_map(|name| read(name).ok()).collect()
    }

    /// Takes encrypted connections too, with this certificate and its key, in PEM.
    pub async fn encrypt(&self, certificate: &str, key: &str) {
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let path = self.folder.path().join("data").join(name);
            std::fs::write(&path, text).unwrap();
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            // As root, it has to be theirs.
            let mut owner = Command::new("chown");
            owner.arg("--reference").arg(self.folder.path().join("data")).arg(&path);
            assert!(owner.status().unwrap().success());
        }
        let client = Database { url: self.url("postgres") }.client().await;
        client.batch_execute("ALTER SYSTEM SET ssl = on").await.unwrap();
        client.batch_execute("SELECT pg_reload_conf()").await.unwrap();
        let is_on = async || -> bool {
            let fresh = Database { url: self.url("postgres") }.client().await;
            fresh.query_one("SHOW ssl", &[]).await.unwrap().get::<_, &str>(0) == "on"
        };
        for _ in 0..400 {
            if is_on().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("PostgreSQL does not encrypt: {}", self.said());
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://bantin@127.0.0.1:{}/{database}", self.port)
    }

    /// A new, empty database.
    pub async fn database(&self) -> Database {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let name = format!("news{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let all = Database { url: self.url("postgres") };
        all.client().await.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        Database { url: self.url(&name) }
    }

    /// A program of PostgreSQL's, as `pg_dump`.
    pub fn program(name: &str) -> PathBuf {
        programs().join(name)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end();
    }
}

impl Database {
    pub fn address(&self) -> Address {
        self.url.parse().unwrap()
    }

    /// A connection to it.
    pub async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        tokio::spawn(async move {
            // Tests crash databases.
            let _ = connection.await;
        });
        client
    }
}
