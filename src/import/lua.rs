//! A Lua table as data, without Lua: what `return { … }` in a settings file says, as JSON. Not recursive, and no
//! deeper than such files are.

use serde_json::{Map, Number, Value};

use super::error::ImportError;

/// How deep tables may stand in each other.
const DEEPEST: usize = 64;

/// A table that is being read.
#[derive(Default)]
struct Open {
    /// The key it will stand under in the table around it.
    key: Option<String>,
    entries: Map<String, Value>,
    /// The number of the next entry without a key.
    next: usize,
}

/// Reads the table that `text` returns: tables become objects, entries without a key are numbered from 1.
pub fn table(text: &str) -> Result<Value, ImportError> {
    let mut rest = Rest { text, at: 0 };
    rest.blank();
    rest.word("return");
    rest.blank();
    let mut open: Vec<Open> = Vec::new();
    let mut key: Option<String> = None;
    loop {
        rest.blank();
        let value = match rest.peek() {
            Some('{') => {
                rest.take();
                if open.len() >= DEEPEST {
                    return Err(rest.fault());
                }
                open.push(Open { key: key.take(), ..Open::default() });
                continue;
            }
            Some('}') if !open.is_empty() && key.is_none() => {
                rest.take();
                let Some(Open { key: under, entries, .. }) = open.pop() else { return Err(rest.fault()) };
                key = under;
                Value::Object(entries)
            }
            Some(',' | ';') if key.is_none() && !open.is_empty() => {
                rest.take();
                continue;
            }
            Some('[') if key.is_none() && !open.is_empty() => {
                rest.take();
                rest.blank();
                let name = match rest.scalar()? {
                    Value::String(name) => name,
                    other => other.to_string(),
                };
                rest.blank();
                rest.expect(']')?;
                rest.blank();
                rest.expect('=')?;
                key = Some(name);
                continue;
            }
            _ if open.is_empty() => return Err(rest.fault()),
            _ => {
                if key.is_none()
                    && let Some(name) = rest.name()
                {
                    key = Some(name);
                    continue;
                }
                rest.scalar()?
            }
        };
        let Some(table) = open.last_mut() else { return Ok(value) };
        let key = key.take().unwrap_or_else(|| {
            table.next += 1;
            table.next.to_string()
        });
        table.entries.insert(key, value);
    }
}

/// What is still to be read.
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn left(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.left().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn fault(&self) -> ImportError {
        ImportError::Lua(self.text.get(..self.at).unwrap_or_default().matches('\n').count() + 1)
    }

    fn expect(&mut self, wanted: char) -> Result<(), ImportError> {
        if self.peek() == Some(wanted) {
            self.take().map(|_| ()).ok_or_else(|| self.fault())
        } else {
            Err(self.fault())
        }
    }

    /// Passes white space and comments.
    fn blank(&mut self) {
        loop {
            let left = self.left();
            let trimmed = left.trim_start();
            self.at += left.len() - trimmed.len();
            if !trimmed.starts_with("--") {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn word(&mut self, word: &str) {
        if self.left().starts_with(word) {
            self.at += word.len();
        }
    }

    /// A key without brackets: a name and its equals sign.
    fn name(&mut self) -> Option<String> {
        let left = self.left();
        let end = left.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(left.len());
        let name = left.get(..end)?;
        let after = left.get(end..)?.trim_start();
        if name.is_empty() || !after.starts_with('=') || after.starts_with("==") {
            return None;
        }
        self.at += left.len() - after.len() + 1;
        Some(name.to_owned())
    }

    /// A string, a number, a truth value or nil.
    fn scalar(&mut self) -> Result<Value, ImportError> {
        if let Some(quote @ ('"' | '\'')) = self.peek() {
            self.take();
            return self.string(quote).map(Value::String);
        }
        let left = self.left();
        let end = left.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '+' | '_'));
        let word = left.get(..end.unwrap_or(left.len())).unwrap_or_default();
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "nil" => Value::Null,
            _ => number(word).ok_or_else(|| self.fault())?,
        };
        self.at += word.len();
        Ok(value)
    }

    /// The rest of a string that opened with `quote`. Bytes written as numbers are put together to UTF-8.
    fn string(&mut self, quote: char) -> Result<String, ImportError> {
        let mut bytes: Vec<u8> = Vec::new();
        loop {
            match self.take().ok_or_else(|| self.fault())? {
                c if c == quote => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
                '\\' => match self.take().ok_or_else(|| self.fault())? {
                    'n' => bytes.push(b'\n'),
                    't' => bytes.push(b'\t'),
                    'r' => bytes.push(b'\r'),
                    digit if digit.is_ascii_digit() => {
                        let mut byte = digit.to_digit(10).unwrap_or_default();
                        for _ in 0..2 {
                            let Some(more) = self.peek().and_then(|c| c.to_digit(10)) else { break };
                            self.take();
                            byte = byte * 10 + more;
                        }
                        bytes.push(u8::try_from(byte).map_err(|_| self.fault())?);
                    }
                    other => bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
                },
                c => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
}

fn number(word: &str) -> Option<Value> {
    let whole = word.parse::<i64>().ok().map(Number::from);
    whole.or_else(|| Number::from_f64(word.parse().ok()?)).map(Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn tables_are_read_as_settings_files_write_them() {
        let text = "-- a comment\nreturn {\n    [\"a\"] = \"x \\\"y\\\"\\\nz\\195\\164\",\n    [1] = { true, -1.5, nil },\n    plain = 3, -- more\n}\n";
        assert_eq!(
            table(text).unwrap(),
            json!({ "a": "x \"y\"\nzä", "1": { "1": true, "2": -1.5, "3": null }, "plain": 3 })
        );
        assert_eq!(table("return {}").unwrap(), json!({}));
    }

    #[test]
    fn what_is_no_table_is_refused_with_its_line() {
        for (text, line) in [
            ("", 1),
            ("return 5", 1),
            ("return {\n[\"a\"] = os.exit(),\n}", 2),
            ("return {\n\n\"open", 3),
            ("return { [1 = 2 }", 1),
            ("return { a = }", 1),
        ] {
            assert_eq!(table(text), Err(ImportError::Lua(line)), "{text}");
        }
        assert!(table(&format!("return {}", "{".repeat(100_000))).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(return )?[{}\\[\\]=,\"\\\\a0-9.\n -]{0,60}") {
            let _ = table(&text);
        }
    }
}
