//! YAML front matter: written by a YAML library, and changed key by key in files that are there.

use serde::Serialize;
use serde_saphyr::ser_options;

/// `values` as YAML, one key after the other; nothing where it cannot be written. Where a backslash stands in one,
/// all strings are quoted: not every reader of front matter knows that it means nothing in one that is not.
pub fn yaml<T: Serialize>(values: &T) -> String {
    let mut yaml = serde_saphyr::to_string(values).unwrap_or_default();
    if yaml.contains('\\') {
        yaml = serde_saphyr::to_string_with_options(values, ser_options! { quote_all: true }).unwrap_or_default();
    }
    if !yaml.is_empty() && !yaml.ends_with('\n') {
        yaml.push('\n');
    }
    yaml
}

/// The line end that a file uses, by its first line; one that a CR alone ends is half of it, as what is written next
/// starts a line.
pub fn line_end(file: &[u8]) -> &'static str {
    let first = file.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    if first.ends_with(b"\r\n") || first.ends_with(b"\r") { "\r\n" } else { "\n" }
}

/// `file` with the keys of `yaml` set in its front matter: each in its place where it is there, at
/// the end where it is not. A file without front matter is left as it is.
pub fn merge(file: &[u8], yaml: &str) -> Vec<u8> {
    let Some((start, end)) = find(file) else { return file.to_vec() };
    let line_end = line_end(file);
    let ours: Vec<(&str, Vec<u8>)> = entries(yaml.as_bytes())
        .into_iter()
        .filter_map(|entry| {
            let text = std::str::from_utf8(entry).ok()?;
            Some((key(entry)?, text.replace('\n', line_end).into_bytes()))
        })
        .collect();
    let mut set = vec![false; ours.len()];
    let mut out = file.get(..start).unwrap_or_default().to_vec();
    for entry in entries(file.get(start..end).unwrap_or_default()) {
        let place = ours.iter().position(|(name, _)| key(entry) == Some(name));
        match place.and_then(|place| Some((ours.get(place)?, set.get_mut(place)?))) {
            Some(((_, text), set)) if !*set => {
                out.extend_from_slice(text);
                *set = true;
            }
            _ => out.extend_from_slice(entry),
        }
    }
    for ((_, text), set) in ours.iter().zip(set) {
        if !set {
            out.extend_from_slice(text);
        }
    }
    out.extend_from_slice(file.get(end..).unwrap_or_default());
    out
}

/// The YAML that a text opens with, without its marks, and what follows.
pub fn split(text: &str) -> (&str, &str) {
    let Some((start, end)) = find(text.as_bytes()) else { return ("", text) };
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    (text.get(start..end).unwrap_or_default(), rest)
}

/// The bytes between the two `---` lines at the head of a file.
pub(super) fn find(file: &[u8]) -> Option<(usize, usize)> {
    let body = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let mut at = file.len() - body.len();
    let mut start = None;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let words = line.trim_ascii_end();
        match start {
            None if words == b"---" && line.ends_with(b"\n") => start = Some(at + line.len()),
            None => return None,
            Some(start) if words == b"---" || words == b"..." => return Some((start, at)),
            Some(_) => {}
        }
        at += line.len();
    }
    None
}

/// The top-level entries of YAML, each with the lines that belong to it; comments and blank lines
/// between entries stand by themselves.
fn entries(yaml: &[u8]) -> Vec<&[u8]> {
    let mut entries = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in yaml.split_inclusive(|byte| *byte == b'\n') {
        // Indented lines and list marks go on with the entry above.
        let goes_on = matches!(line.first(), Some(b' ' | b'\t' | b'-'));
        if !goes_on && at > start {
            entries.push(yaml.get(start..at).unwrap_or_default());
            start = at;
        }
        at += line.len();
    }
    if at > start {
        entries.push(yaml.get(start..at).unwrap_or_default());
    }
    entries
}

/// The key of an entry.
fn key(entry: &[u8]) -> Option<&str> {
    let end = entry.iter().position(|byte| *byte == b':')?;
    let key = std::str::from_utf8(entry.get(..end)?).ok()?;
    (!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_keys_that_are_ours_change() {
        let file = b"---\n# mine\ntags:\n- a\n- b\ntitle: >\n  old\n  words\naliases: [x]\n---\nclaims: 3\n";
        let out = merge(file, "title: new\nclaims: 9\n");
        let want = "---\n# mine\ntags:\n- a\n- b\ntitle: new\naliases: [x]\nclaims: 9\n---\nclaims: 3\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }

    #[test]
    fn a_text_is_parted_from_its_front_matter() {
        assert_eq!(split("---\na: b\n---\n\nwords\n"), ("a: b\n", "\nwords\n"));
        assert_eq!(split("words\n---\n"), ("", "words\n---\n"));
    }

    #[test]
    fn a_file_without_front_matter_gets_none() {
        for file in ["", "text\n", "--- \ntitle: x\n", "---", "----\na: b\n----\n"] {
            assert_eq!(merge(file.as_bytes(), "title: new\n"), file.as_bytes());
        }
    }

    #[test]
    fn yaml_is_quoted_where_it_must_be() {
        #[derive(Serialize)]
        struct Values<'a> {
            title: &'a str,
        }
        for title in
            ["x\"\nPWNKEY: true\ny: \"", "a: b", "# x", "no", "1.0", "- a", "C:\\x", "'q'", "[a]", "x #y", "@a", "漢"]
        {
            let yaml = yaml(&Values { title });
            let back: std::collections::BTreeMap<String, String> = serde_saphyr::from_str(&yaml).unwrap();
            assert_eq!(back.get("title").map(String::as_str), Some(title), "{yaml}");
            assert!(!yaml.contains("\nPWNKEY"), "{yaml}");
            assert!(!title.contains('\\') || yaml.starts_with("title: '") || yaml.starts_with("title: \""), "{yaml}");
        }
    }
}
