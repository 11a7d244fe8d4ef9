//! The command line of the live service: where votes are kept, and how it is run.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bantin_server::api::policy::Policy;
use bantin_server::replica;
use bantin_server::serve;
use bantin_store::ledger::Group;
use bantin_store::postgres::{Address, Postgres};
use clap::Args;
use ipnet::IpNet;
use tokio::sync::watch;

/// Where votes are kept, when not in the data folder.
#[derive(Args)]
pub struct Shared {
    /// PostgreSQL that several servers share, as postgres://user@host/database?sslmode=require; without it, the one
    /// that the environment variable BANTIN_STORE names; without both, all is kept in the data folder
    #[arg(long = "store", value_name = "URL")]
    store: Option<String>,
    /// PEM file of the authorities that vouch for PostgreSQL's certificate; without it, those that browsers trust
    #[arg(long, value_name = "FILE")]
    store_authority: Option<PathBuf>,
}

impl Shared {
    pub fn address(self) -> Result<Option<Address>, String> {
        let from_environment = || std::env::var("BANTIN_STORE").ok();
        let Some(url) = self.store.or_else(from_environment).filter(|url| !url.is_empty()) else {
            return Ok(None);
        };
        let address: Address = url.parse().map_err(text)?;
        Ok(Some(address.with_authority(self.store_authority)))
    }
}

pub fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Keeps a data folder a copy of a shared database for as long as it lives.
pub struct Replicating {
    _runtime: tokio::runtime::Runtime,
    _stop: watch::Sender<bool>,
}

/// Brings the folder `data` up to date with what is published at `address`, and keeps it so for as long as
/// what is returned lives.
pub fn replicate(address: &Address, data: &Path) -> Result<Replicating, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    let replica = runtime.block_on(async {
        let shared = Postgres::open(address, Group::default()).await.map_err(text)?;
        let store = serve::create_store(data).map_err(text)?;
        serve::caught_up(&Arc::new(shared), &Arc::new(store), data).await.map_err(text)
    })?;
    let (stop, stopped) = watch::channel(false);
    runtime.spawn(replica::keep(replica, |_| {}, stopped));
    Ok(Replicating { _runtime: runtime, _stop: stop })
}

/// Limits on readers, and how the service that takes votes is run. Each limit is generous by default; 0 is no limit.
#[derive(Args)]
pub struct Limits {
    /// How many new readers one network (an IPv4 address, or 56 bits of an IPv6 address) may bring in an hour; 0 is no
    /// limit
    #[arg(long, default_value_t = Policy::default().new_readers)]
    new_readers_per_hour: u32,
    /// How many votes one network may cast in an hour; 0 is no limit
    #[arg(long, default_value_t = Policy::default().votes)]
    votes_per_hour: u32,
    /// How many votes one reader may cast in a day; 0 is no limit
    #[arg(long, default_value_t = Policy::default().own_votes)]
    votes_per_reader_and_day: u32,
    /// How many searches one network may make in a minute; 0 is no limit
    #[arg(long, default_value_t = Policy::default().searches)]
    searches_per_minute: u32,
    /// Proof of work that a new reader's device must show before its first vote, in zero bits: 16 take a second or two,
    /// 0 asks for none
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=24))]
    proof_of_work: u8,
    /// Address or network of a proxy whose X-Forwarded-For header is believed; may be given several times
    #[arg(long = "trusted-proxy", value_parser = network)]
    trusted_proxies: Vec<IpNet>,
    /// Seconds between writes of the readings that are counted in memory; a crash loses at most those since the last write
    #[arg(long, default_value_t = Policy::default().views_every.as_secs())]
    views_every: u64,
    /// How many days the log of votes is kept
    #[arg(long, default_value_t = Policy::default().log_days)]
    log_days: u32,
    /// How many votes one transaction may hold
    #[arg(long, default_value_t = Group::default().0, hide = true)]
    votes_at_once: usize,
    #[command(flatten)]
    score: Score,
}

/// What an article's score for ranking is computed with.
#[derive(Args)]
pub struct Score {
    /// Average, in stars, that an article's score starts from before anybody has voted
    #[arg(long, default_value_t = Policy::default().prior, value_parser = stars)]
    prior: f64,
    /// How many votes of --prior stars are added to an article's own votes when its score is computed
    #[arg(long, default_value_t = Policy::default().weight, value_parser = weight)]
    weight: f64,
}

fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    text.parse().ok().or_else(address).ok_or("an address or a network as 10.0.0.0/8".to_owned())
}

fn stars(text: &str) -> Result<f64, String> {
    let stars = text.parse().ok().filter(|stars| (1.0..=5.0).contains(stars));
    stars.ok_or("from 1 to 5".to_owned())
}

fn weight(text: &str) -> Result<f64, String> {
    let weight = text.parse().ok().filter(|weight: &f64| weight.is_finite() && *weight >= 0.0);
    weight.ok_or("0 or more".to_owned())
}

impl Score {
    pub fn policy(&self) -> Policy {
        Policy { prior: self.prior, weight: self.weight, ..Policy::default() }
    }
}

impl Limits {
    /// How votes are put into transactions.
    pub fn group(&self) -> Group {
        Group(self.votes_at_once.max(1))
    }

    pub fn policy(self) -> Policy {
        Policy {
            new_readers: self.new_readers_per_hour,
            votes: self.votes_per_hour,
            own_votes: self.votes_per_reader_and_day,
            searches: self.searches_per_minute,
            proof_bits: self.proof_of_work,
            views_every: Duration::from_secs(self.views_every),
            log_days: self.log_days,
            trusted_proxies: self.trusted_proxies,
            ..self.score.policy()
        }
    }
}
