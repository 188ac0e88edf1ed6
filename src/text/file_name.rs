//! A file name made of a title that came from outside.

/// The longest name, in bytes, with its extension.
const LONGEST: usize = 100;

/// A name for a file about `title`: letters, digits, `.`, `_` and `-` of ASCII only, at most 100
/// bytes with `.extension`, neither hidden nor like an option; `otherwise` where nothing is left.
pub fn file_name(title: &str, otherwise: &str, extension: &str) -> String {
    let room = LONGEST.saturating_sub(extension.len() + 1);
    let name = slug(title, room);
    let name = if name.is_empty() { slug(otherwise, room) } else { name };
    format!("{name}.{extension}")
}

/// The words of `text`, parted by single hyphens, at most `room` bytes and no word cut if it can be helped.
fn slug(text: &str, room: usize) -> String {
    let mut name = String::new();
    let kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    // An apostrophe joins: "role's" is one word.
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    for word in text.split(|c| !kept(c)).map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()) {
        let gap = usize::from(!name.is_empty());
        if name.len() + gap + word.len() > room {
            if name.is_empty() {
                name.extend(word.chars().take(room));
            }
            break;
        }
        if gap == 1 {
            name.push('-');
        }
        name.push_str(word);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_becomes_a_name() {
        for (title, name) in [
            (
                "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining",
                "Karpathy-at-Anthropic-Claude-Accelerates-Its-Own-Pretraining.md",
            ),
            ("../../etc/passwd", "etc-passwd.md"),
            ("The role's end", "The-roles-end.md"),
            ("漢字", "6f9f.md"),
            ("--rm -rf .hidden", "rm-rf-hidden.md"),
        ] {
            assert_eq!(file_name(title, "6f9f", "md"), name);
        }
    }

    proptest! {
        #[test]
        fn every_name_is_harmless(title in any::<String>()) {
            let name = file_name(&title, "6f9f", "md");
            prop_assert!(name.len() <= 100 && !name.starts_with(['.', '-']));
            prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)));
        }
    }
}
