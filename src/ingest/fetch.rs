//! Fetching what stands at an address, and nothing else: within limits of size, time and reach.

#![allow(clippy::disallowed_methods, reason = "how long a server takes has to be measured here")]

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ureq::http::{HeaderMap, Response, header};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};

use super::address::Address;
use super::error::IngestError;
use super::fault::Fault;
use super::file::{Material, size};
use super::prepare::{Prepared, prepared};
use super::progress::Progress;
use super::proxy::Proxies;
use super::reach::{Guard, Reach};
use super::stop::Stop;
use crate::article::decode::{Decoded, decode, encoding_named};
use crate::article::identity::{Fetched, Origin};
use crate::article::parse::Kind;

/// How often a redirect is followed.
const REDIRECTS: usize = 5;

/// How long the name of a host, a connection, or the next bytes are waited for.
const IDLE: Duration = Duration::from_secs(10);

/// How long all of it may take.
const WHOLE: Duration = Duration::from_mins(5);

/// How many bytes a second a server has to send after the first seconds: one that drips would take for ever.
const PACE: u64 = 8 * 1024;

/// The longest value of a header that is kept.
const LONGEST_HEADER: usize = 1024;

/// What is asked for first.
const ACCEPT: &str = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8, \
                      application/epub+zip;q=0.8, application/pdf;q=0.8, */*;q=0.1";

/// What came of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// What stands there.
    Material(Box<Material>),
    /// What the server said before still holds.
    Unchanged,
}

/// One fetch: what it may reach follows from what was typed.
#[derive(Debug)]
pub struct Fetch {
    typed: Address,
    reach: Arc<Reach>,
    proxies: Proxies,
    agent: Agent,
}

/// The name that postil gives servers: its version, and where it is at home, if that is anywhere.
fn user_agent() -> String {
    let name = concat!("postil/", env!("CARGO_PKG_VERSION"));
    match env!("CARGO_PKG_REPOSITORY") {
        "" => name.to_owned(),
        home => format!("{name} (+{home})"),
    }
}

impl Fetch {
    /// A fetch of what the reader typed. Nothing is sent yet.
    pub fn new(typed: Address) -> Self {
        let proxies = Proxies::of_environment();
        let reach = Arc::new(Reach::new(typed.clone()));
        let guard = Guard { reach: Arc::clone(&reach), proxies: proxies.uris(), names: DefaultResolver::default() };
        let config = Agent::config_builder()
            .user_agent(user_agent())
            .accept(ACCEPT)
            // Each address has its own ([`Fetch::ask`]).
            .proxy(None)
            // Redirects are followed here, where each is looked at.
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(WHOLE))
            .timeout_resolve(Some(IDLE))
            .timeout_connect(Some(IDLE))
            .timeout_per_read(Some(IDLE))
            .timeout_per_write(Some(IDLE))
            .build();
        Self { typed, reach, proxies, agent: Agent::with_parts(config, DefaultConnector::default(), guard) }
    }

    /// Fetches it, until it is given up. With what a server `said` before it is asked only for what is new. At most
    /// `limit` bytes are taken, counted as they come out of compression; `told` hears how far that is.
    pub fn run(
        self,
        said: Option<&Fetched>,
        limit: u64,
        now: Timestamp,
        stop: &Stop,
        told: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, IngestError> {
        stop.ends_agent(self.agent.clone());
        let name = self.typed.name();
        let failed = |fault| IngestError::Fetch { name: name.clone(), fault };
        let mut here = self.typed.clone();
        for _ in 0..=REDIRECTS {
            let response = self.ask(&here, said).map_err(failed)?;
            let status = response.status().as_u16();
            match status {
                200 | 203 => return self.take(&here, response, (limit, now), stop, told),
                304 if said.is_some() => return Ok(Answer::Unchanged),
                301 | 302 | 303 | 307 | 308 => {
                    let location = response.headers().get(header::LOCATION).map(|value| value.as_bytes());
                    let location = location.ok_or_else(|| failed(Fault::Status(status)))?;
                    let next = here.follow(&String::from_utf8_lossy(location));
                    here = next.ok_or_else(|| failed(Fault::Elsewhere))?;
                    self.reach.follow(&here).map_err(|private| failed(Fault::Private(private.0)))?;
                }
                204 | 205 => return Err(failed(Fault::Nothing)),
                status => return Err(failed(Fault::Status(status))),
            }
        }
        Err(failed(Fault::TooManyRedirects(REDIRECTS)))
    }

    fn ask(&self, here: &Address, said: Option<&Fetched>) -> Result<Response<Body>, Fault> {
        let proxy = self.proxies.to(here).map_err(|_| Fault::Proxy("its address is not well formed".to_owned()))?;
        let mut request = self.agent.get(here.asked()).config().proxy(proxy).build();
        // A validator means something only to the server that gave it.
        if let Some(said) = said.filter(|said| said.uri == here.uri()) {
            if let Some(etag) = &said.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(modified) = &said.modified {
                request = request.header(header::IF_MODIFIED_SINCE, modified);
            }
        }
        request.call().map_err(Fault::from)
    }

    /// Takes what a server sends as the source.
    fn take(
        &self,
        here: &Address,
        response: Response<Body>,
        (limit, now): (u64, Timestamp),
        stop: &Stop,
        told: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Answer, IngestError> {
        let name = self.typed.name();
        let headers = response.headers();
        let media = text(headers, header::CONTENT_TYPE);
        let fetched = Fetched {
            at: now,
            asked: self.typed.uri(),
            uri: here.uri(),
            media_type: media.as_deref().map(|media| parameter_of(media, None)),
            etag: text(headers, header::ETAG),
            modified: text(headers, header::LAST_MODIFIED),
        };
        if let Some(what) = fetched.media_type.as_deref().and_then(no_text) {
            return Err(IngestError::Binary { name, what });
        }
        // What the client can inflate it has taken out of the headers.
        let inflated = headers.get(header::CONTENT_ENCODING).is_none_or(|value| value == "identity");
        if !inflated {
            return Err(IngestError::Fetch { name, fault: Fault::Encoding });
        }
        let bytes = read(response.into_body(), &name, limit, told)?;
        let kind = fetched.media_type.clone();
        let origin = Origin { uri: Some(here.uri()), name, fetched: Some(fetched) };
        let Material { bytes, kind, origin } = match prepared(bytes, origin, here.path(), kind.as_deref())? {
            Prepared::Ready(material) => material,
            Prepared::Pdf(pdf) => pdf.read(stop, told)?,
        };
        let charset = media.as_deref().map(|media| parameter_of(media, Some("charset")));
        let bytes = standing_alone(bytes, kind, charset.as_deref());
        Ok(Answer::Material(Box::new(Material { bytes, kind, origin })))
    }
}

/// Reads a body to its end.
fn read(body: Body, name: &str, limit: u64, told: &mut dyn FnMut(Progress<'_>)) -> Result<Vec<u8>, IngestError> {
    let failed = |fault| IngestError::Fetch { name: name.to_owned(), fault };
    let mut reader = body.into_with_config().limit(u64::MAX).reader();
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    let began = Instant::now();
    loop {
        let count = reader.read(&mut buffer).map_err(|error| failed(Fault::in_body(error)))?;
        let Some(part) = buffer.get(..count).filter(|part| !part.is_empty()) else { break };
        bytes.extend_from_slice(part);
        let length = bytes.len() as u64;
        if length > limit {
            return Err(IngestError::TooLarge { name: name.to_owned(), limit: size(limit) });
        }
        if began.elapsed() > IDLE + Duration::from_secs(length / PACE) {
            return Err(failed(Fault::Slow));
        }
        told(Progress::Bytes(length));
    }
    if bytes.is_empty() { Err(failed(Fault::Nothing)) } else { Ok(bytes) }
}

/// A header's value, where it is one of decent length and characters.
fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= LONGEST_HEADER).then(|| value.to_owned())
}

/// The type in a Content-Type, in lower case; or one of its parameters, empty where it has none.
fn parameter_of(media: &str, parameter: Option<&str>) -> String {
    let mut parts = media.split(';').map(str::trim);
    let first = parts.next().unwrap_or_default();
    let Some(wanted) = parameter else { return first.to_ascii_lowercase() };
    let mut named = parts.filter_map(|part| part.split_once('='));
    let value = named.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value);
    value.unwrap_or_default().trim().trim_matches(['"', '\'']).to_owned()
}

/// What a type of media that holds no text is; it need not be fetched to be refused.
fn no_text(media: &str) -> Option<&'static str> {
    [("image/", "a picture"), ("audio/", "a sound"), ("video/", "a film"), ("font/", "a font")]
        .into_iter()
        .find(|(start, _)| media.starts_with(start) && media != "image/svg+xml")
        .map(|(_, what)| what)
}

/// Bytes that tell their own encoding. A server tells the charset beside the page, and what is kept must be
/// readable without it: where it matters, the text is kept as UTF-8 with a byte order mark.
fn standing_alone(bytes: Vec<u8>, kind: Kind, charset: Option<&str>) -> Vec<u8> {
    let Some(named) = charset.and_then(encoding_named).filter(|named| *named != "UTF-8") else { return bytes };
    if matches!(kind, Kind::Epub | Kind::Pages | Kind::Mail) {
        return bytes;
    }
    let Decoded { text, encoding, .. } = decode(&bytes, charset);
    // The bytes may know better than the server.
    if encoding != named {
        return bytes;
    }
    format!("\u{feff}{text}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_type_is_taken_apart() {
        for (media, first, charset) in [
            ("text/html", "text/html", ""),
            ("Text/HTML; Charset=\"ISO-8859-1\"", "text/html", "ISO-8859-1"),
            ("text/plain;format=flowed; charset = utf-8 ", "text/plain", "utf-8"),
            ("", "", ""),
            (";charset", "", ""),
        ] {
            assert_eq!(
                (parameter_of(media, None).as_str(), parameter_of(media, Some("charset")).as_str()),
                (first, charset)
            );
        }
        assert_eq!(no_text("image/png"), Some("a picture"));
        assert_eq!(no_text("text/html"), None);
    }

    #[test]
    fn what_is_kept_needs_no_header_to_be_read() {
        let cyrillic = b"\xcf\xf0\xe8\xe2\xe5\xf2".as_slice();
        for (bytes, charset, expected) in [
            (cyrillic, Some("windows-1251"), "\u{feff}Привет".as_bytes()),
            (cyrillic, Some("no-such"), cyrillic),
            (b"plain", Some("utf-8"), b"plain"),
            ("é".as_bytes(), Some("iso-8859-1"), "é".as_bytes()),
            (b"plain", None, b"plain"),
        ] {
            let kept = standing_alone(bytes.to_vec(), Kind::Html, charset);
            assert_eq!(kept, expected, "{charset:?}");
            assert_eq!(decode(&kept, None).text, decode(bytes, charset).text);
        }
    }

    #[test]
    fn postil_says_who_it_is() {
        assert!(user_agent().starts_with("postil/0."));
    }
}
