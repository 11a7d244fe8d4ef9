//! The address of a PostgreSQL, and connections to it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The largest number of connections of one server.
const CONNECTIONS: usize = 16;
/// How long to wait for a connection to be made, or to be free.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the database may leave data unacknowledged.
const SILENCE: Duration = Duration::from_secs(20);

/// `postgres://user:password@host/database?sslmode=require`, and the authorities whose certificates are accepted.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    url: String,
    authority: Option<PathBuf>,
}

/// What is wrong with an address.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    #[error("this is not an address of a PostgreSQL, as postgres://user@host/database is: {0}")]
    Url(#[from] tokio_postgres::Error),
    #[error("the certificates in {path} cannot be used: {cause}", path = .0.display(), cause = .1)]
    Authority(PathBuf, rustls::pki_types::pem::Error),
    #[error("TLS cannot be used: {0}")]
    Tls(#[from] rustls::Error),
    #[error("the connections cannot be set up: {0}")]
    Pool(#[from] deadpool_postgres::BuildError),
}

// The address itself is left out: it may have a password.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://…")
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(url: &str) -> Result<Self, AddressError> {
        url.parse::<Config>()?;
        Ok(Self { url: url.to_owned(), authority: None })
    }
}

impl Address {
    /// Accepts certificates of the authorities in this PEM file, and of no others.
    #[must_use]
    pub fn with_authority(self, authority: Option<PathBuf>) -> Self {
        Self { authority, ..self }
    }

    /// A pool of connections. None is made yet.
    ///
    /// # Errors
    /// [`AddressError`].
    pub fn pool(&self) -> Result<Pool, AddressError> {
        let mut config: Config = self.url.parse()?;
        config.application_name("bantin").tcp_user_timeout(SILENCE).connect_timeout(PATIENCE);
        let how = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        // Encrypted and verified, or not at all: encryption with an unknown other end protects from nobody in between.
        let manager = if config.get_ssl_mode() == SslMode::Require {
            Manager::from_config(config, MakeRustlsConnect::new(self.tls()?), how)
        } else {
            config.ssl_mode(SslMode::Disable);
            Manager::from_config(config, NoTls, how)
        };
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE));
        Ok(pool.build()?)
    }

    fn tls(&self) -> Result<ClientConfig, AddressError> {
        let roots = match &self.authority {
            None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
            Some(path) => {
                let mut roots = RootCertStore::empty();
                let failed = |error| AddressError::Authority(path.clone(), error);
                for certificate in CertificateDer::pem_file_iter(path).map_err(failed)? {
                    roots.add(certificate.map_err(failed)?)?;
                }
                roots
            }
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_and_keeps_its_password_to_itself() {
        let address: Address = "postgres://lan:secret@db/news?sslmode=require".parse().unwrap();
        assert!(!format!("{address:?}").contains("secret"));
        address.pool().unwrap();
        assert!("mysql://db".parse::<Address>().is_err());
        let missing = address.with_authority(Some("/nowhere.pem".into()));
        assert!(matches!(missing.pool(), Err(AddressError::Authority(..))));
    }
}
