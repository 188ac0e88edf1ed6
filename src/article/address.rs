//! Where a link leads, as an address that may be opened.

use url::Url;

/// The address that `link` means in a document at `base`; nothing where it is none of the web or of mail. Only
/// such addresses are handed to other programs.
pub fn resolved(base: Option<&str>, link: &str) -> Option<String> {
    let base = base.and_then(|base| Url::parse(base).ok()).filter(|base| matches!(base.scheme(), "http" | "https"));
    let address = Url::options().base_url(base.as_ref()).parse(link.trim()).ok()?;
    let opens = match address.scheme() {
        "http" | "https" => address.has_host(),
        "mailto" => !address.path().is_empty(),
        _ => false,
    };
    opens.then(|| address.into())
}

/// The fragment of `link` where it leads to a place in the document at `base` itself.
pub(super) fn fragment<'l>(base: Option<&str>, link: &'l str) -> Option<&'l str> {
    let (page, fragment) = link.split_once('#')?;
    let here = || base.and_then(|base| base.split('#').next());
    (page.is_empty() || Some(page) == here()).then_some(fragment).filter(|fragment| !fragment.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        let base = Some("https://paper.example/a/b.html?c#d");
        for (link, expected) in [
            ("../x.html", Some("https://paper.example/x.html")),
            ("//other.example/é x", Some("https://other.example/%C3%A9%20x")),
            ("#top", Some("https://paper.example/a/b.html?c#top")),
            ("HTTP://Other.Example", Some("http://other.example/")),
            ("mailto:jane@example.org?subject=x", Some("mailto:jane@example.org?subject=x")),
            ("javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("data:text/html,x", None),
            ("ssh://host/x", None),
            ("http://", None),
            ("mailto:", None),
        ] {
            assert_eq!(resolved(base, link).as_deref(), expected, "{link}");
        }
        assert_eq!(resolved(None, "x.html"), None);
        assert_eq!(resolved(Some("file:///home/x/a.html"), "b.html"), None);
        assert_eq!(
            resolved(None, "https://x.example/-o\u{a0}'$(id)`\\"),
            Some("https://x.example/-o%C2%A0'$(id)%60/".to_owned())
        );
    }

    #[test]
    fn links_into_the_page_itself() {
        let base = Some("https://paper.example/a");
        assert_eq!(fragment(base, "#n1"), Some("n1"));
        assert_eq!(fragment(base, "https://paper.example/a#n1"), Some("n1"));
        assert_eq!(fragment(base, "https://paper.example/b#n1"), None);
        assert_eq!(fragment(None, "b#n1"), None);
        assert_eq!(fragment(base, "#"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_opened_is_of_the_web_and_holds_no_blank_or_control(link in any::<String>()) {
            if let Some(address) = resolved(Some("https://a.example/b"), &link) {
                prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)), "{address}");
                prop_assert!(!address.contains(|c: char| c.is_whitespace() || c.is_control()), "{address}");
            }
        }
    }
}
