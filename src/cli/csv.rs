//! Comma-separated values (RFC 4180) that no spreadsheet runs.

/// One row with its line end. A cell that a spreadsheet would take for a formula gets an apostrophe
/// in front; numbers stay numbers.
pub(super) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(words: &str) -> String {
    let formula = words.starts_with(['=', '+', '-', '@', '\t', '\r']) && words.parse::<f64>().is_err();
    let words = crate::text::clean::clean(words);
    let words = if formula { format!("'{words}") } else { words.into_owned() };
    if words.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn formulas_are_defused_and_quotes_doubled() {
        assert_eq!(row(["=1+1", "-0.5", "a \"b\", c", "@x", "x\ny"]), "'=1+1,-0.5,\"a \"\"b\"\", c\",'@x,\"x\ny\"\r\n");
    }
}
