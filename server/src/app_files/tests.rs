use axum::body::{Body, Bytes, to_bytes};
use bantin_core::clock::Clock;
use bantin_core::draft::Draft;
use bantin_core::nameless::nameless;
use bantin_core::old_address::OldAddress;
use bantin_model::Site;
use bantin_store::sqlite::Store;
use bantin_store::sqlite::embedded::Embedded;
use tower::ServiceExt;

use super::*;
use crate::api::policy::Policy;
use bantin_model::Slug;

const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>x</title>\
    <style>p{}</style><link href=/style-0123456789abcdef.css rel=stylesheet>\
    <script id=bantin-config type=application/json>{}</script></head><body>\
    <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div><div hidden id=updated></div></body></html>";

const FILES: [(&str, &str); 5] = [
    ("index.html", INDEX),
    ("sw.js", "const VERSION = \"BANTIN_SHELL\";"),
    ("app-0123456789abcdef.js", "// plain"),
    ("app-0123456789abcdef.js.br", "packed"),
    ("embed/v1.js", "// loader"),
];

/// A server of a newsroom without articles.
struct Served {
    _folder: tempfile::TempDir,
    store: Arc<Store>,
    router: Router,
}

impl Served {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = folder.path().join("app");
        for (name, text) in FILES {
            let path = app.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self::with(folder, App::Folder(app)).await
    }

    /// The same app, inside the program.
    async fn inside() -> Self {
        let files =
            FILES.map(|(name, text)| (name.to_owned(), Bytes::from_static(text.as_bytes())));
        Self::with(tempfile::tempdir().unwrap(), App::Inside(Arc::new(files.into()))).await
    }

    async fn with(folder: tempfile::TempDir, app: App) -> Self {
        let store = Arc::new(Store::create(&folder.path().join("test.sqlite")).unwrap());
        let ledger = Arc::new(Embedded::new(Arc::clone(&store)));
        let (policy, clock) = (Policy::default(), Clock::default());
        let api = Api::new(Arc::clone(&store), ledger, policy, clock, None).await.unwrap();
        let router = router(Arc::new(api), Some(&app), folder.path(), folder.path()).unwrap();
        Self { _folder: folder, store, router }
    }

    /// Asserts that `path` leads to this address, or nowhere.
    async fn leads(&self, path: &str, to: Option<&str>) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(header::LOCATION);
        assert_eq!(location.map(|value| value.to_str().unwrap()), to, "{path}");
        assert_eq!(response.status() == 308, to.is_some(), "{path}");
    }

    /// What is answered at `path`: status, policy, text.
    async fn get(&self, path: &str) -> (u16, String, String) {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, policy, String::from_utf8(body.to_vec()).unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_and_the_page_it_keeps_are_of_one_moment() {
    let served = Served::new().await;
    for name in ["The Ferry Post", "The Bridge Post"] {
        served.store.set_site(&Site { name: name.into(), ..nameless() }).unwrap();
        let (_, _, worker) = served.get("/sw.js").await;
        let (_, _, shell) = served.get("/shell.html").await;
        assert!(shell.contains(&format!("<title>{name}</title>")), "{shell}");
        assert!(worker.contains(&bantin_media::hash16(shell.as_bytes())), "{worker}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_too_long_for_a_file_is_nowhere() {
    let served = Served::new().await;
    let (long, packed) = ("a".repeat(256), "%61".repeat(256));
    for path in [
        format!("/{long}"),
        format!("/{packed}"),
        format!("/articles/{long}/"),
        format!("/media/{long}.jpg"),
        format!("/embed/{long}/x.js"),
        format!("/{}", "a/".repeat(1500)),
    ] {
        let (status, _, _) = served.get(&path).await;
        assert_eq!(status, 404, "{path}");
    }
    assert!(served.get(&format!("/articles/{long}/")).await.2.contains("<html"));
}

#[tokio::test(flavor = "multi_thread")]
async fn capitals_lead_to_the_page_that_is_meant_and_nowhere_else() {
    let served = Served::new().await;
    for (path, to) in [
        ("/Archive/?x=1", Some("/archive/?x=1")),
        ("/ARCHIVE", Some("/archive/")),
        ("/archive/", None),
        ("/Articles/Nowhere/", None),
        ("/Nothing", None),
    ] {
        served.leads(path, to).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_address_leads_on_and_shadows_nothing() {
    let served = Served::new().await;
    let old = [
        "/cu/bài.html",
        "/?p=12",
        "/archive/",
        "/media/a/",
        "/embed/x/",
        "/articles/cu/",
        "/sw.js",
    ];
    let mut draft = Draft::new(Slug::new("moi").unwrap(), "vi", "Mới", "2023-08-11T11:50:00+07:00");
    draft.old_addresses = old
        .into_iter()
        .map(|path| OldAddress { path: path.into(), ..OldAddress::default() })
        .collect();
    served.store.put(&[draft]).unwrap();
    let moi = Some("/articles/moi/");
    for (path, to) in [
        ("/cu/b%C3%A0i.html", moi),
        ("/cu/b%c3%a0i/?utm_source=x", moi),
        ("/CU/b%C3%A0i", moi),
        ("/?p=12", moi),
        ("/?a=1&p=12", moi),
        ("/articles/cu/", moi),
        ("/articles/cu", Some("/articles/cu/")),
        ("/?p=13", None),
        ("/", None),
        ("/archive/", None),
        ("/media/a/", None),
        ("/embed/x/", None),
        ("/sw.js", None),
        ("/articles/moi/", None),
        ("/cu/", None),
        ("/%ff%fe", None),
    ] {
        served.leads(path, to).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_of_no_article_that_could_be_says_so() {
    let served = Served::new().await;
    for path in ["/embed/rating/%3Cx%3E/", "/embed/related/", "/embed/latest/A/B/"] {
        let (status, policy, text) = served.get(path).await;
        assert_eq!(status, 404, "{path}");
        assert!(policy.contains("frame-ancestors *"), "{path}: {policy}");
        assert!(text.contains("Không tìm thấy"), "{path}: {text}");
        assert!(text.contains("<a href=\"/\">"), "{path}: {text}");
        assert!(!text.contains("<x>"), "{path}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_inside_the_program_is_served_as_one_in_a_folder() {
    let (folder, inside) = (Served::new().await, Served::inside().await);
    for path in [
        "/",
        "/archive/",
        "/shell.html",
        "/sw.js",
        "/app-0123456789abcdef.js",
        "/embed/v1.js",
        "/index.html",
        "/nothing.js",
        "/embed/",
    ] {
        let ask = async |served: &Served| {
            let request = Request::builder().uri(path).header(header::ACCEPT_ENCODING, "br");
            let request = request.body(Body::empty()).unwrap();
            let response = served.router.clone().oneshot(request).await.unwrap();
            let status = response.status();
            let mut headers = response.headers().clone();
            // Files are told apart by their bytes here, by their time there.
            for name in [header::ETAG, header::LAST_MODIFIED, header::ACCEPT_RANGES] {
                headers.remove(name);
            }
            let mut headers: Vec<_> = headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect();
            headers.sort();
            (status, headers, to_bytes(response.into_body(), usize::MAX).await.unwrap())
        };
        assert_eq!(ask(&inside).await, ask(&folder).await, "{path}");
    }
}
