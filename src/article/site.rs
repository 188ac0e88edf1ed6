//! Which address a page may give itself.

use url::{Host, Url};

/// The address that a page at `uri` is known by as well, where it `claims` one: that of another page of its own
/// site. A page may not pass for one of somebody else's, nor for the front page, which many name on every page.
pub fn canonical(uri: &str, claims: &str) -> Option<String> {
    let (here, mut there) = (Url::parse(uri).ok()?, Url::parse(uri).ok()?.join(claims).ok()?);
    there.set_fragment(None);
    let web = matches!(there.scheme(), "http" | "https");
    let front = there.path() == "/" && there.query().is_none();
    (web && !front && one_site(&here, &there)).then(|| there.into()).filter(|there: &String| there != here.as_str())
}

/// Whether two addresses are of one site: one host, or one below or above the other, `www.` apart.
fn one_site(here: &Url, there: &Url) -> bool {
    let (Some(Host::Domain(one)), Some(Host::Domain(other))) = (here.host(), there.host()) else {
        return here.host() == there.host() && here.port_or_known_default() == there.port_or_known_default();
    };
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let (one, other) = (bare(one), bare(other));
    let below =
        |low: &str, high: &str| high.contains('.') && low.strip_suffix(high).is_some_and(|rest| rest.ends_with('.'));
    one == other || below(&one, &other) || below(&other, &one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_its_own_site_only() {
        let here = "https://www.example.org/a?from=mail";
        for (claims, expected) in [
            ("https://example.org/a#top", Some("https://example.org/a")),
            ("/a", Some("https://www.example.org/a")),
            ("https://news.example.org/a", Some("https://news.example.org/a")),
            (here, None),
            ("https://www.example.org/", None),
            ("https://example.com/a", None),
            ("https://badexample.org/a", None),
            ("https://org/a", None),
            ("http://127.0.0.1/a", None),
            ("file:///a", None),
            ("http://[", None),
        ] {
            assert_eq!(canonical(here, claims).as_deref(), expected, "{claims}");
        }
        assert!(canonical("http://127.0.0.1:80/a", "http://127.0.0.1/b").is_some());
        assert!(canonical("http://127.0.0.1:81/a", "http://127.0.0.1/b").is_none());
        assert!(canonical("file:///a.html", "https://example.org/a").is_none());
    }
}
