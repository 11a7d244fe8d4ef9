//! The command line for those who begin and write a paper: init, preview.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use bantin_server::init::{self, FirstLanguage};
use bantin_server::preview::{Preview, PreviewConfig, PreviewError};
use bantin_site::app::{App, NoApp};
use clap::{Args, ValueEnum};
use jiff::Zoned;

use crate::{LEFT_OVER, print, told_to_stop};

/// Where a preview is, when nothing else is there.
const PORT: u16 = 8090;

#[derive(Args)]
pub struct Init {
    /// Folder to make the newspaper in: an empty one, or one that does not exist yet
    folder: PathBuf,
    /// Language of the first article
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    Vi,
    En,
}

impl Init {
    pub fn run(self) -> Result<(), String> {
        let Self { folder, lang } = self;
        let language = match lang {
            Lang::Vi => FirstLanguage::Vietnamese,
            Lang::En => FirstLanguage::English,
        };
        let written = init::init(&folder, language, &Zoned::now());
        let shown = folder.display();
        for name in written.map_err(|error| error.to_string())? {
            print(&format!("{}\n", folder.join(name).display()));
        }
        print(&format!(
            "The paper is begun. To see it while you write: bantin-server preview {shown}\n"
        ));
        Ok(())
    }
}

#[derive(Args)]
pub struct PreviewArgs {
    /// Folder of the newspaper, with its site.toml
    folder: PathBuf,
    /// Address and port to listen on; without it 127.0.0.1:8090, or another port where that one is taken
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Data folder for the preview; without it, a temporary one that is removed when the preview ends
    #[arg(long)]
    data: Option<PathBuf>,
    /// Folder of a built app to show instead of the one inside this program
    #[arg(long)]
    app: Option<PathBuf>,
}

impl PreviewArgs {
    pub fn run(self) -> Result<(), String> {
        let Self { folder, listen, data, app } = self;
        let app = App::given_or_inside(app).ok_or(NoApp).map_err(|error| error.to_string())?;
        let own = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let data = data.unwrap_or_else(|| own.path().join("data"));
        let listen = listen.unwrap_or_else(free);
        let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
        let result = runtime.block_on(async {
            let config = PreviewConfig { folder: folder.clone(), data, app, listen };
            let preview = Preview::start(config).await?;
            tell(&preview, &folder);
            told_to_stop().await;
            preview.stop().await?;
            Ok::<_, PreviewError>(())
        });
        runtime.shutdown_timeout(LEFT_OVER);
        result.map_err(|error| error.to_string())
    }
}

fn tell(preview: &Preview, folder: &Path) {
    for mistake in preview.mistakes() {
        print(&format!("{mistake}\n"));
    }
    print(&format!(
        "{} is at http://{}/ and follows what you save. Ctrl-C ends it\n",
        folder.display(),
        preview.address
    ));
}

/// An address where nothing is.
fn free() -> SocketAddr {
    let is_free =
        |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|it| it.local_addr());
    is_free(PORT).or_else(|_| is_free(0)).unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)))
}
