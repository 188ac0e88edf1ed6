//! Why nothing came from an address: what, why, and what to do. A server's own words are never repeated.

use std::io::ErrorKind;

use thiserror::Error;
use ureq::Timeout;

use super::reach::Private;
use crate::text::clean::clean_line;
use crate::text::width::fit;

/// Why a fetch failed; reads on after the address and a colon.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The name of the host is not known.
    #[error("no host of that name is found; check the address, or the connection to the network")]
    NoHost,
    /// Nobody listens there.
    #[error("the server refuses the connection; check the address, or try again later")]
    Refused,
    /// The network does not get there.
    #[error("the server cannot be reached ({0}); check the connection to the network")]
    Unreachable(String),
    /// The connection is not safe.
    #[error("no secure connection comes about ({0}); check the address, or the clock and certificates of this machine")]
    Tls(String),
    /// The proxy that the environment names does not let it through.
    #[error("the proxy does not let it through ({0}); check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY")]
    Proxy(String),
    /// Nothing comes, or hardly anything.
    #[error("the server takes too long; try again later")]
    Slow,
    /// The connection ended before all had come.
    #[error("the connection broke off before all had come; try again")]
    Broken,
    /// What answers does not speak HTTP as it should.
    #[error("what answers there is no web server that can be understood; check the address")]
    NotHttp,
    /// The server does not have it, or does not give it.
    #[error("the server answers {0}: {words}", words = words(*.0))]
    Status(u16),
    /// One redirect after the other.
    #[error("it redirects more than {0} times; name the address where it should end")]
    TooManyRedirects(usize),
    /// A redirect to what is no web address.
    #[error("it redirects to what is no web address; open it in a browser and save the page as a file")]
    Elsewhere,
    /// A redirect into a private network.
    #[error("it redirects to {0}, which is a private place; name that address yourself if you trust it")]
    Private(String),
    /// It is compressed in a way that was not asked for, or not as it says.
    #[error("it comes compressed in a way that cannot be read; save the page from a browser as a file")]
    Encoding,
    /// There is nothing in the answer.
    #[error("the server sends nothing; check the address")]
    Nothing,
    /// The reader wants it no more.
    #[error("left before it had come")]
    Stopped,
}

/// What a status says, and what to do.
const fn words(status: u16) -> &'static str {
    match status {
        401 | 407 => "it wants a login; save the page from a browser as a file",
        403 | 406 | 451 => "it does not show this; save the page from a browser as a file",
        404 | 410 => "there is no such page; check the address",
        408 | 425 | 429 | 503 | 504 => "it is too busy; try again later",
        500..=599 => "it failed; try again later",
        _ => "that is no page; check the address",
    }
}

impl From<ureq::Error> for Fault {
    fn from(error: ureq::Error) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::NoHost,
            ureq::Error::Timeout(Timeout::Resolve) => Self::NoHost,
            ureq::Error::Timeout(_) => Self::Slow,
            ureq::Error::Io(error) => Self::of_io(&error),
            ureq::Error::ConnectionFailed => Self::Unreachable("no connection".to_owned()),
            ureq::Error::ConnectProxyFailed(why) => Self::Proxy(brief(&why)),
            ureq::Error::InvalidProxyUrl => Self::Proxy("its address is not well formed".to_owned()),
            ureq::Error::Rustls(error) => Self::Tls(brief(&error.to_string())),
            ureq::Error::Tls(why) => Self::Tls(why.to_owned()),
            ureq::Error::TlsRequired => Self::Tls("the server offers none".to_owned()),
            ureq::Error::Decompress(..) => Self::Encoding,
            ureq::Error::BodyStalled => Self::Broken,
            ureq::Error::Other(other) => match other.downcast::<Private>() {
                Ok(private) => Self::Private(clean_line(&private.0)),
                Err(_) => Self::NotHttp,
            },
            _ => Self::NotHttp,
        }
    }
}

impl Fault {
    /// What went wrong while the body came in.
    pub(super) fn in_body(error: std::io::Error) -> Self {
        match Self::from(ureq::Error::from(error)) {
            Self::Tls(_) => Self::Encoding,
            fault => fault,
        }
    }

    fn of_io(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::Slow,
            ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe => Self::Broken,
            ErrorKind::NotConnected => Self::Stopped,
            // Before the body only TLS says so; in the body it is the compression ([`Self::in_body`]).
            ErrorKind::InvalidData | ErrorKind::InvalidInput => Self::Tls(brief(&error.to_string())),
            _ => Self::Unreachable(brief(&error.to_string())),
        }
    }
}

/// Another library's words, in brief and without the number that the system appends.
fn brief(words: &str) -> String {
    let words = words.split(" (os error").next().unwrap_or_default();
    fit(&clean_line(words).to_lowercase(), 80)
}
