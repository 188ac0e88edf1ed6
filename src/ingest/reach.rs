//! How far a fetch may reach. What the reader typed may be anywhere, on this machine too; a redirect may
//! lead to public addresses only, or back to the very host and port that was typed. Otherwise any page
//! could make postil ask the machines behind the reader's firewall.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Host;

use super::address::Address;

/// What a redirect was refused for: it leads to this private place.
#[derive(Debug)]
pub(super) struct Private(pub(super) String);

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is private", self.0)
    }
}

impl std::error::Error for Private {}

/// What the reader typed, and whether that has been left.
#[derive(Debug)]
pub(super) struct Reach {
    typed: Address,
    /// Whether a redirect is being followed.
    redirected: AtomicBool,
    /// Whether the typed host was found at a private address when it was asked first.
    at_home: AtomicBool,
}

impl Reach {
    pub(super) fn new(typed: Address) -> Self {
        Self { typed, redirected: AtomicBool::new(false), at_home: AtomicBool::new(false) }
    }

    /// Whether a redirect may be followed to `next`, as far as its name tells; what the name stands for is
    /// looked at when it is known ([`Guard`]). From here on all that is asked for counts as redirected.
    pub(super) fn follow(&self, next: &Address) -> Result<(), Private> {
        self.redirected.store(true, Ordering::Relaxed);
        let private = match next.host() {
            Some(Host::Ipv4(ip)) => !is_public(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => !is_public(IpAddr::V6(ip)),
            Some(Host::Domain(name)) => is_private_name(name),
            None => true,
        };
        if private && !self.is_typed(next) {
            return Err(Private(next.host().map(|host| host.to_string()).unwrap_or_default()));
        }
        Ok(())
    }

    /// Whether it is the server that was typed. Where a scheme's own port was typed, both are that server's.
    fn is_typed(&self, next: &Address) -> bool {
        let usual = |port| matches!(port, Some(80 | 443));
        let (typed, next_port) = (self.typed.port(), next.port());
        next.host() == self.typed.host() && (typed == next_port || (usual(typed) && usual(next_port)))
    }

    /// Looks at the addresses that the name in `uri` stands for, before any of them is connected to.
    fn check(&self, uri: &Uri, found: &[IpAddr]) -> Result<(), Private> {
        let private = found.iter().find(|ip| !is_public(**ip));
        if !self.redirected.load(Ordering::Relaxed) {
            self.at_home.store(private.is_some(), Ordering::Relaxed);
            return Ok(());
        }
        let Some(ip) = private else { return Ok(()) };
        let next = Address::of(uri.to_string().as_ref()).and_then(Result::ok);
        // A name that stood for a public address when it was typed has no business here now.
        let typed = self.at_home.load(Ordering::Relaxed) && next.is_some_and(|next| self.is_typed(&next));
        if typed { Ok(()) } else { Err(Private(format!("{} ({ip})", uri.host().unwrap_or_default()))) }
    }
}

/// Finds the addresses of hosts, and refuses those out of reach. What passes here is what is connected to.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) reach: std::sync::Arc<Reach>,
    /// The reader's own proxies, which may stand anywhere.
    pub(super) proxies: Vec<Uri>,
    pub(super) names: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout).map_err(|error| match error {
            // Whatever the system says of a name that it cannot look up.
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            error => error,
        })?;
        if !self.proxies.contains(uri) {
            let ips: Vec<IpAddr> = found.iter().map(|address| address.ip()).collect();
            self.reach.check(uri, &ips).map_err(|private| ureq::Error::Other(Box::new(private)))?;
        }
        Ok(found)
    }
}

/// Whether a name is one that only stands for machines near by (RFC 6761, 6762, 8375; a name without a dot).
fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let private = ["localhost", "local", "internal", "intranet", "lan", "home.arpa"];
    !name.contains('.') || private.iter().any(|end| name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.')))
}

/// Whether an address is one of the public internet's (IANA's special-purpose registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match ip.segments() {
        // IPv4 in another dress: mapped, translated (NAT64), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        // Protocols' own, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsStr;

    fn address(text: &str) -> Address {
        Address::of(OsStr::new(text)).unwrap().unwrap()
    }

    #[test]
    fn addresses() {
        for public in [
            "1.1.1.1",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.2",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
            "3fff::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn a_redirect_reaches_public_places_and_the_one_that_was_typed() {
        for (typed, next, allowed) in [
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/b", true),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:6379/", false),
            ("http://127.0.0.1:8080/", "http://127.0.0.2:8080/", false),
            ("http://127.0.0.1:8080/", "http://[::1]:8080/", false),
            ("http://127.0.0.1:8080/", "http://localhost:8080/", false),
            ("http://localhost/", "https://localhost/", true),
            ("http://wiki/", "https://wiki/a", true),
            ("http://wiki/", "http://mail/", false),
            ("https://example.org/", "https://example.com/", true),
            ("https://example.org/", "http://169.254.169.254/latest/", false),
            ("https://example.org/", "http://[::ffff:10.0.0.1]/", false),
            ("https://example.org/", "http://printer.local/", false),
            ("https://example.org/", "http://LOCALHOST./", false),
            ("https://example.org/", "http://0x7f000001/", false),
            ("https://example.org/", "https://1.1.1.1/", true),
        ] {
            assert_eq!(Reach::new(address(typed)).follow(&address(next)).is_ok(), allowed, "{typed} to {next}");
        }
    }

    #[test]
    fn a_name_is_judged_by_what_it_stands_for_when_it_is_connected_to() {
        let (public, private): (IpAddr, IpAddr) = ("1.1.1.1".parse().unwrap(), "10.0.0.1".parse().unwrap());
        let uri: Uri = "https://example.org/".parse().unwrap();
        let other: Uri = "https://example.com/".parse().unwrap();
        // What was typed may stand anywhere, and stay there.
        let reach = Reach::new(address("https://example.org/"));
        reach.check(&uri, &[private]).unwrap();
        reach.follow(&address("https://example.org/b")).unwrap();
        reach.check(&uri, &[private]).unwrap();
        reach.check(&other, &[public]).unwrap();
        reach.check(&other, &[public, private]).unwrap_err();
        // A name that was public at first and is private now was rebound.
        let reach = Reach::new(address("https://example.org/"));
        reach.check(&uri, &[public]).unwrap();
        reach.follow(&address("https://example.org/b")).unwrap();
        assert!(reach.check(&uri, &[private]).unwrap_err().to_string().contains("10.0.0.1"));
    }
}
