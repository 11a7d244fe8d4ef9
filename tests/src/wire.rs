//! HTTP by hand, for loads: a client would cost more than the server it loads.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// A connection that waits for each answer.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub async fn open(port: u16) -> Self {
        Self::try_open(port).await.unwrap()
    }

    /// As [`Connection::open`], to a server that may be gone.
    ///
    /// # Errors
    /// Of the network.
    pub async fn try_open(port: u16) -> io::Result<Self> {
        Self::try_open_from(Ipv4Addr::LOCALHOST, port).await
    }

    /// As [`Connection::try_open`], from this address of the machine.
    ///
    /// # Errors
    /// Of the network.
    pub async fn try_open_from(address: Ipv4Addr, port: u16) -> io::Result<Self> {
        let stream = stream_from(address, port).await?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    /// The status of the answer, and its body.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: &str,
    ) -> (u16, String) {
        self.try_ask(method, path, token, body).await.unwrap()
    }

    /// As [`Connection::ask`], of a server that may go meanwhile.
    ///
    /// # Errors
    /// Of the network; [`io::ErrorKind::UnexpectedEof`] when the server hung up.
    pub async fn try_ask(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        body: &str,
    ) -> io::Result<(u16, String)> {
        let authorization = match token {
            "" => String::new(),
            token => format!("Authorization: Bearer {token}\r\n"),
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server hung up"));
            }
            if let Some(answer) = whole(&self.buffer) {
                return Ok(answer);
            }
        }
    }
}

/// A connection to the server at `port`, from this address of the machine.
///
/// # Errors
/// Of the network.
pub async fn stream_from(address: Ipv4Addr, port: u16) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if address != Ipv4Addr::LOCALHOST {
        socket.bind((address, 0).into())?;
    }
    let stream = socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// An answer, when all of it has come.
fn whole(bytes: &[u8]) -> Option<(u16, String)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    let body = &bytes[end + 4..];
    (body.len() >= length.unwrap_or(0)).then(|| {
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, String::from_utf8_lossy(body).into_owned())
    })
}
