//! Static hosts of the kind an export is made for, started from Debian's packages with the configuration
//! of docs/deploy or, for Apache, the one in the export.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::newsroom::root;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Nginx,
    Caddy,
    Apache,
}

/// A host at work, stopped when dropped.
pub struct Host {
    child: Child,
    pub port: u16,
    /// Its configuration, and what it writes.
    _folder: tempfile::TempDir,
}

impl Host {
    /// Serves the folder `site`, in which the site is in the folder `base`.
    pub fn start(program: Program, site: &Path, base: &str) -> Self {
        let (port, folder) = free_port_and_folder();
        let conf = match program {
            Program::Nginx => nginx(folder.path(), site, base, port),
            Program::Caddy => caddy(site, base, port),
            Program::Apache => apache(folder.path(), site, port),
        };
        Self::of(program, &conf, port, folder)
    }

    /// nginx in front of two servers on these ports, as docs/deploy has it.
    pub fn before(servers: [u16; 2]) -> Self {
        let (port, folder) = free_port_and_folder();
        let conf = nginx_before(folder.path(), servers, port);
        Self::of(Program::Nginx, &conf, port, folder)
    }

    fn of(program: Program, conf: &str, port: u16, folder: tempfile::TempDir) -> Self {
        let file = folder.path().join("conf");
        std::fs::write(&file, conf).unwrap();
        let mut command = match program {
            Program::Nginx => Command::new("nginx"),
            Program::Caddy => Command::new("caddy"),
            Program::Apache => Command::new("apache2"),
        };
        match program {
            Program::Nginx => command.arg("-c").arg(&file),
            Program::Caddy => {
                command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file)
            }
            Program::Apache => command.args(["-D", "FOREGROUND", "-f"]).arg(&file),
        };
        let errors = std::fs::File::create(folder.path().join("stderr")).unwrap();
        let child = command
            .env("HOME", folder.path())
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .expect("nginx, caddy and apache2 are on PATH (cargo xtask test installs them)");
        let host = Self { child, port, _folder: folder };
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return host;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let said = std::fs::read_to_string(host._folder.path().join("stderr"));
        panic!("{program:?} does not answer: {}", said.unwrap_or_default());
    }

    /// What it has said until now: on its standard error, and in its log.
    pub fn said(&self) -> String {
        let text = |name| std::fs::read_to_string(self._folder.path().join(name));
        text("stderr").unwrap_or_default() + &text("error.log").unwrap_or_default()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The head of the answer for a client that takes this encoding, in lower case, and its body as sent.
    /// Asked by hand: a client would unpack it and not say.
    pub fn raw(&self, path: &str, encoding: &str) -> (String, Vec<u8>) {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let port = self.port;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
        (head, answer[end + 4..].to_vec())
    }

    pub fn get(&self, path: &str) -> (u16, ureq::http::HeaderMap, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .into();
        let mut response = agent.get(self.url(path)).call().unwrap();
        let headers = response.headers().clone();
        let status = response.status().as_u16();
        (status, headers, response.body_mut().read_to_string().unwrap_or_default())
    }
}

/// A free port, and a folder for what a host writes.
fn free_port_and_folder() -> (u16, tempfile::TempDir) {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    (port, tempfile::tempdir().unwrap())
}

/// As root, a host would send its workers off as somebody else, who may not look into this folder.
fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}

/// docs/deploy/nginx.conf with this site in it, and what its tests need around it.
fn nginx(folder: &Path, site: &Path, base: &str, port: u16) -> String {
    let own = std::fs::read_to_string(root().join("docs/deploy/nginx.conf"))
        .unwrap()
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("/var/www/news/_", &format!("{}{base}_", site.display()))
        .replace("root /var/www/news;", &format!("root {};", site.display()))
        .replace(" /404.html", &format!(" {base}404.html"))
        .replace("$document_root/articles/", &format!("$document_root{base}articles/"))
        .replace("\"^/api/v1/", &format!("\"^{base}api/v1/"));
    let own = ["articles", "feeds", "embed", "api/v1"].iter().fold(own, |own, name| {
        own.replace(&format!("location /{name}/"), &format!("location {base}{name}/"))
    });
    around(folder, &own)
}

/// docs/deploy/nginx-two.conf with these servers in it.
fn nginx_before(folder: &Path, servers: [u16; 2], port: u16) -> String {
    let server = std::fs::read_to_string(root().join("docs/deploy/nginx-two.conf"))
        .unwrap()
        .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
        .replace("10.0.0.11:8080", &format!("127.0.0.1:{}", servers[0]))
        .replace("10.0.0.12:8080", &format!("127.0.0.1:{}", servers[1]));
    around(folder, &server)
}

/// What nginx needs around a server's configuration, to run by itself and in the foreground.
fn around(folder: &Path, server: &str) -> String {
    let user = if is_root() { "user root;" } else { "" };
    format!(
        "daemon off; {user} pid {0}/pid; error_log {0}/error.log;\n\
         events {{}}\nhttp {{ access_log off; client_body_temp_path {0}/t1; proxy_temp_path {0}/t2;\n\
         fastcgi_temp_path {0}/t3; uwsgi_temp_path {0}/t4; scgi_temp_path {0}/t5;\n{server}\n}}\n",
        folder.display()
    )
}

/// docs/deploy/Caddyfile with this site in it, without a certificate.
fn caddy(site: &Path, base: &str, port: u16) -> String {
    let own = std::fs::read_to_string(root().join("docs/deploy/Caddyfile"))
        .unwrap()
        .replace("news.example {", &format!("http://127.0.0.1:{port} {{"))
        .replace("/var/www/news/_", &format!("{}{base}_", site.display()))
        .replace("/var/www/news", &site.display().to_string())
        .replace("^/api/v1/", &format!("^{base}api/v1/"));
    let own = ["404.html", "articles/", "feeds/", "embed/", "api/v1/"]
        .iter()
        .fold(own, |own, name| own.replace(&format!(" /{name}"), &format!(" {base}{name}")));
    format!("{{\n\tadmin off\n\tauto_https off\n}}\n{own}")
}

/// A host that lets folders say how they are served, as shared hosting does.
fn apache(folder: &Path, site: &Path, port: u16) -> String {
    // Debian names its worker's user; root itself is refused.
    let user = if is_root() { "User www-data\nGroup www-data\n" } else { "" };
    let modules: String = [
        "mpm_event",
        "authz_core",
        "dir",
        "mime",
        "headers",
        "rewrite",
        "alias",
        "setenvif",
        "env",
    ]
    .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
    .concat();
    format!(
        "{modules}{user}ServerName 127.0.0.1\nListen 127.0.0.1:{port}\nServerRoot {0}\n\
         PidFile {0}/pid\nDefaultRuntimeDir {0}\nMutex file:{0} default\nErrorLog {0}/error.log\n\
         TypesConfig /etc/mime.types\nDocumentRoot {1}\n\
         <Directory {1}>\nAllowOverride All\nRequire all granted\n</Directory>\n",
        folder.display(),
        site.display()
    )
}

impl Drop for Host {
    fn drop(&mut self) {
        // The master stops its workers when it is asked to, not when it is killed.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
