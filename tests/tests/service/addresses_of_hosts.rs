//! The table of addresses on the hosts that an export is made for, at the root and in a folder: status codes, types,
//! redirects that name no host, and a start without a warning. What a browser sees there is in `hosts.rs`.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use bantin_model::Link;
use bantin_site::export::{self, Target};
use bantin_tests::addresses::{self, On, ask, mismatches};
use bantin_tests::host::{Host, Program};

#[test]
fn nginx_answers_every_address_of_the_table() {
    answers(Program::Nginx);
}

#[test]
fn caddy_answers_every_address_of_the_table() {
    answers(Program::Caddy);
}

#[test]
fn apache_answers_every_address_of_the_table() {
    answers(Program::Apache);
}

/// Lets a host that runs as somebody else look into a temporary folder.
fn open_to_all(folder: &Path) {
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn answers(program: Program) {
    let folder = tempfile::tempdir().unwrap();
    open_to_all(folder.path());
    let data = folder.path().join("data");
    addresses::newsroom(&data);
    let app = addresses::app(&folder.path().join("app"));
    for base in ["/", "/sub/path/"] {
        let site = folder.path().join(format!("site{}", base.len()));
        let target = Target {
            app: app.clone().into(),
            out: site.join(base.trim_matches('/')),
            base: base.to_owned(),
            url: Link::new(&format!("https://news.example{base}")).ok(),
            live: None,
            theme: None,
        };
        export::export(&data, &target).unwrap();
        let host = Host::start(program, &site, base);
        // What the tests ask of Caddy, it warns of.
        let own = ["admin endpoint disabled", "automatic HTTPS is completely disabled"];
        let said = host.said();
        let mut warnings = said.lines().filter(|line| line.to_lowercase().contains("warn"));
        let warning = warnings.find(|line| !own.iter().any(|own| line.contains(own)));
        assert_eq!(warning, None, "{program:?}");
        let mut wrong = mismatches(host.port, base, On::Host);
        if program == Program::Apache {
            // It refuses such a name itself, with 403, before it reads what a folder says.
            wrong.retain(|line| !line.contains("/aaaaaaaaaaaaaaaa"));
        }
        assert_eq!(wrong, Vec::<String>::new(), "{program:?}");
        // Behind a proxy that speaks HTTPS, a redirect stays there.
        for address in ["articles/mot", "embed", "articles/ba/", "api/v1/articles/ba.json"] {
            let https = "X-Forwarded-Proto: https\r\n";
            let said = ask(host.port, "GET", &format!("{base}{address}"), https).unwrap();
            let to = said.header("location");
            assert!((301..=308).contains(&said.status), "{address}: {}", said.status);
            assert!(!to.starts_with("http:"), "{program:?}: {address} leads to {to}");
        }
        let hidden = [
            "_moved.nginx",
            "_moved.caddy",
            ".bantin-export.lock",
            ".nojekyll",
            "articles/hai/gone.html",
        ];
        for address in hidden {
            let said = ask(host.port, "GET", &format!("{base}{address}"), "").unwrap();
            assert_eq!(said.status, 404, "{program:?}: {address}");
        }
    }
}
