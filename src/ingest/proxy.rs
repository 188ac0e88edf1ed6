//! The proxies that the environment names, as other programs read them: for each scheme its own, else the one for all.

#![allow(clippy::disallowed_methods, reason = "the proxy is the environment's to name")]

use ureq::Proxy;
use ureq::http::Uri;

use super::address::Address;

/// The proxies, and the hosts that are asked without one.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    http: Option<Result<Proxy, Malformed>>,
    https: Option<Result<Proxy, Malformed>>,
    direct: Vec<String>,
}

/// A proxy whose address cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl Proxies {
    /// What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in capitals or small letters.
    pub fn of_environment() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }

    /// What these variables of an environment say; each is asked for in small letters, then in capitals.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let named = |name: &str| {
            let value = variable(&name.to_ascii_lowercase()).or_else(|| variable(name));
            value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let proxy = |name: &str| {
            let value = named(name).or_else(|| named("ALL_PROXY"))?;
            // Which hosts are asked directly is told by [`Proxies::to`].
            // One without a host is no proxy, whatever else it says.
            Some(Proxy::new(&value).ok().filter(|proxy| !proxy.host().is_empty()).ok_or(Malformed))
        };
        let direct = named("NO_PROXY").unwrap_or_default();
        let direct = direct.split([',', ' ']).map(host_of).filter(|host| !host.is_empty());
        Self { http: proxy("HTTP_PROXY"), https: proxy("HTTPS_PROXY"), direct: direct.collect() }
    }

    /// The proxy by which an address is asked for; none where it is asked directly.
    pub fn to(&self, address: &Address) -> Result<Option<Proxy>, Malformed> {
        let host = address.host().map(|host| host_of(&host.to_string())).unwrap_or_default();
        if self.direct.iter().any(|direct| direct == "*" || is_within(&host, direct)) {
            return Ok(None);
        }
        let proxy = if address.is_secure() { &self.https } else { &self.http };
        proxy.clone().transpose()
    }

    /// The addresses of the proxies, which may stand anywhere.
    pub(super) fn uris(&self) -> Vec<Uri> {
        let proxies = [&self.http, &self.https];
        proxies.into_iter().flatten().flatten().map(|proxy| proxy.uri().clone()).collect()
    }
}

/// A host as it is compared: in small letters, without brackets, a port, or the dot and star that mean all below it.
fn host_of(entry: &str) -> String {
    let entry = entry.trim().to_ascii_lowercase();
    if entry == "*" {
        return entry;
    }
    let entry = entry.trim_start_matches('*').trim_start_matches('.');
    let bracketed = entry.strip_prefix('[').and_then(|entry| entry.split_once(']')).map(|(host, _)| host);
    let port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let host = match entry.split_once(':') {
        Some((host, rest)) if port(rest) => host,
        _ => entry,
    };
    bracketed.unwrap_or(host).trim_end_matches('.').to_owned()
}

/// Whether a host is `domain` or below it.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The host of the proxy by which `address` is asked for under these settings.
    fn by(settings: &[(&str, &str)], address: &str) -> Option<Result<String, Malformed>> {
        let value = |name: &str| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let address = Address::of(address.as_ref()).unwrap().unwrap();
        let found = Proxies::of(value).to(&address).map(|proxy| proxy.map(|proxy| proxy.host().to_owned()));
        found.transpose()
    }

    #[test]
    fn each_scheme_has_its_proxy_unless_the_host_is_asked_directly() {
        let (one, two, all) =
            (("HTTP_PROXY", "http://one:1"), ("https_proxy", "two:2"), ("ALL_PROXY", "socks5://all:3"));
        let not = |hosts| ("NO_PROXY", hosts);
        for (settings, address, expected) in [
            (&[one, two, all][..], "http://a.example/", Some("one")),
            (&[one, two, all], "https://a.example/", Some("two")),
            (&[one], "https://a.example/", None),
            (&[two], "http://a.example/", None),
            (&[all], "https://a.example/", Some("all")),
            (&[("HTTP_PROXY", ""), all], "http://a.example/", Some("all")),
            (&[], "http://a.example/", None),
            (&[all, not("b.example, a.example")], "http://a.example/", None),
            (&[all, not(".example")], "http://a.example:8080/", None),
            (&[all, not("*.a.example")], "http://A.example/", None),
            (&[all, not("xa.example,a.exampl,example.a.example")], "http://a.example/", Some("all")),
            (&[all, not("localhost,127.0.0.1:80,[::1]")], "http://127.0.0.1/", None),
            (&[all, not("localhost,::1")], "http://[::1]/", None),
            (&[all, not("*")], "http://a.example/", None),
        ] {
            let expected = expected.map(|host| Ok(host.to_owned()));
            assert_eq!(by(settings, address), expected, "{settings:?} {address}");
        }
        for malformed in ["ftp://x", "http:///x", "/x", "http://:80", "//"] {
            assert_eq!(by(&[("ALL_PROXY", malformed)], "http://a.example/"), Some(Err(Malformed)), "{malformed}");
        }
    }
}
