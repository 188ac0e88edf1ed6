//! Addresses of the web: what a reader typed, and what it is known by.

use std::ffi::OsStr;
use std::path::Path;

use url::{Host, Url};

use super::error::IngestError;
use super::origin::{shown, strip_scheme};

/// The longest address that is asked for, in bytes.
const LONGEST: usize = 8 * 1024;

/// An http or https address with a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// The address that `source` is; nothing where it is a path or standard input.
    pub fn of(source: &OsStr) -> Option<Result<Self, IngestError>> {
        let text = source.to_str()?;
        strip_scheme(text, "http://").or_else(|| strip_scheme(text, "https://"))?;
        let name = || shown(source);
        if text.len() > LONGEST {
            return Some(Err(IngestError::Address { name: name(), reason: "it is too long" }));
        }
        Some(match Url::parse(text) {
            Ok(url) if url.host().is_some() => Ok(Self(url)),
            Ok(_) => Err(IngestError::Address { name: name(), reason: "it names no host" }),
            Err(error) => Err(IngestError::Address { name: name(), reason: fault(error) }),
        })
    }

    /// What a document that was found here is known by: without what only the browser or the server's door
    /// needs, that is, the fragment, the user's name and the password.
    pub fn uri(&self) -> String {
        let mut url = self.0.clone();
        url.set_fragment(None);
        // Only an address without a host refuses these.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.into()
    }

    /// What messages call it.
    pub fn name(&self) -> String {
        shown(OsStr::new(&self.uri()))
    }

    /// What is asked for: without the fragment.
    pub(super) fn asked(&self) -> String {
        let mut url = self.0.clone();
        url.set_fragment(None);
        url.into()
    }

    /// Where a `Location` that was sent from here leads; nothing where that is no web address.
    pub(super) fn follow(&self, location: &str) -> Option<Self> {
        let url = self.0.join(location.trim()).ok().filter(|url| url.as_str().len() <= LONGEST)?;
        (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then_some(Self(url))
    }

    /// The host.
    pub(super) fn host(&self) -> Option<Host<&str>> {
        self.0.host()
    }

    /// The port, the scheme's own where none is named.
    pub(super) fn port(&self) -> Option<u16> {
        self.0.port_or_known_default()
    }

    /// Whether it is asked for over TLS.
    pub(super) fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The path, by whose ending a kind may be known.
    pub fn path(&self) -> &Path {
        Path::new(self.0.path())
    }
}

/// What is wrong with an address, in words that end "because …".
fn fault(error: url::ParseError) -> &'static str {
    match error {
        url::ParseError::EmptyHost => "it names no host",
        url::ParseError::InvalidPort => "its port is no number from 0 to 65535",
        url::ParseError::InvalidIpv4Address | url::ParseError::InvalidIpv6Address => "its host is no sound IP address",
        url::ParseError::IdnaError | url::ParseError::InvalidDomainCharacter => {
            "its host has characters that no host has"
        }
        _ => "it is not well formed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::of(OsStr::new(text)).unwrap().unwrap()
    }

    #[test]
    fn what_is_an_address_and_what_it_is_known_by() {
        for (typed, uri) in [
            ("HTTPS://Example.ORG/a#part", "https://example.org/a"),
            ("http://example.org:80", "http://example.org/"),
            ("https://me:secret@example.org/a?b=c", "https://example.org/a?b=c"),
            ("http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
        ] {
            assert_eq!(address(typed).uri(), uri, "{typed}");
        }
        assert!(address("https://me:secret@example.org/#x").asked().contains("me:secret@"));
        for path in ["-", "a.txt", "file:///a", "http:/a", "gopher://x/", "http"] {
            assert_eq!(Address::of(OsStr::new(path)), None, "{path}");
        }
        for (typed, why) in [
            ("http://", "no host"),
            ("https://exa mple.org", "characters"),
            ("http://example.org:99999/", "port"),
            ("http://[::1/", "IP address"),
        ] {
            let message = Address::of(OsStr::new(typed)).unwrap().unwrap_err().to_string();
            assert!(message.contains(why) && message.contains(typed), "{message}");
        }
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        assert!(Address::of(OsStr::new(&long)).unwrap().unwrap_err().to_string().contains("too long"));
    }

    #[test]
    fn a_location_leads_to_the_web_or_nowhere() {
        let here = address("https://example.org/a/b?c");
        for (location, there) in [
            ("d", Some("https://example.org/a/d")),
            ("//other.example/e", Some("https://other.example/e")),
            ("http://example.org/f#g", Some("http://example.org/f")),
            ("file:///etc/passwd", None),
            ("gopher://example.org/", None),
            ("javascript:alert(1)", None),
            ("data:text/plain,x", None),
            ("http://\u{1b}]0;PWN [::1/", None),
        ] {
            assert_eq!(here.follow(location).map(|there| there.uri()).as_deref(), there, "{location}");
        }
    }
}
