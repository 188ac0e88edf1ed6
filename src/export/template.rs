//! An article with its notes through a Markdown template of the reader's own.
//!
//! The template language is that of Jinja. What comes from the article is escaped as Markdown's words unless the
//! template says `|safe`; what the reader wrote stands as it was written. A template sees what is listed here and
//! nothing else: no file, no environment, no other template; one that does not end is stopped.
//!
//! | name | is |
//! | --- | --- |
//! | `document` | `id`, `title`, `uri`, `author`, `site`, `published`, `language` |
//! | `claims` | a list: `number`, `kind`, `source`, `text`, `section`, `annotations` |
//! | `notes` | the annotations on no claim, in the article's order, and then those without a place |
//! | `annotations` | all of them, oldest first |
//! | `analysis`, `take` | the panes as Markdown |
//!
//! An annotation has `id`, `link`, `text` (the words as they stand now), `quote` (the words that were marked), `section`,
//! `page`, `status`, `motivation`, `note`, `wording`, `tags`, `colour`, `meaning`, `verdict`, `evidence` (each `stance`, `text`),
//! `to_check`, `forecast` (`probability`, `due`, `criterion`, `outcome`), `pane`, `bookmark`, `created`, `modified` (days).
//! The filter `quote` makes Markdown quotations, `words` makes one line of words.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, context};

use super::note_file::{NoteFile, day, heading, headings, sort};
use super::rows::{rows, title};
use super::{escape, split_markdown};
use crate::article::pane::Pane;
use crate::notes::annotation::{Annotation, Placed};
use crate::text::clean::{clean, clean_line};
use crate::text::span::Span;

/// What a template may take, in instructions: enough for a hundred thousand annotations.
const FUEL: u64 = 50_000_000;

/// What is wrong with a template, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct TemplateError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl TemplateError {
    fn of(error: &Error) -> Self {
        let what = match error.kind() {
            ErrorKind::OutOfFuel => "it does not come to an end".to_owned(),
            kind => error.detail().map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
        };
        Self { line: error.line().unwrap_or(1), what }
    }
}

/// A template that was read.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
}

/// What the one template is called.
const NAME: &str = "template";

impl Template {
    /// Reads a template.
    pub fn of(text: &str) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
        environment.set_formatter(write);
        environment.set_fuel(Some(FUEL));
        let lines = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(lines.unwrap_or_default());
        environment.add_filter("quote", |words: &Value| safe(escape::quotation(&plain(words)).trim_end()));
        environment.add_filter("words", |words: &Value| safe(&escape::words(&clean_line(&plain(words)))));
        environment.add_template_owned(NAME, with_line_ends(text)).map_err(|error| TemplateError::of(&error))?;
        Ok(Self { environment })
    }

    /// The template filled in with an article.
    pub fn render(&self, file: &NoteFile<'_>) -> Result<String, TemplateError> {
        let template = self.environment.get_template(NAME).map_err(|error| TemplateError::of(&error))?;
        template.render(values(file)).map_err(|error| TemplateError::of(&error))
    }
}

/// The template with a plus in each statement whose line end is to stay: by itself the line end behind a statement
/// goes, which is meant where a line holds nothing else.
fn with_line_ends(text: &str) -> String {
    let (mut out, mut raw) = (String::with_capacity(text.len()), false);
    for line in text.split_inclusive('\n') {
        match line_end(line, raw).and_then(|at| line.split_at_checked(at)) {
            Some((line, close)) => out.extend([line, "+", close]),
            None => out.push_str(line),
        }
        raw = ends_raw(line, raw);
    }
    out
}

/// Where the last statement or comment of a line closes, if the line ends there and holds something else, too. The line
/// begins in text that is `raw` or is not.
fn line_end(line: &str, raw: bool) -> Option<usize> {
    let words = line.trim_end();
    let close = words.len().checked_sub(2)?;
    let sign = words.get(close..)?;
    let open = match sign {
        "%}" => words.rfind("{%")?,
        "#}" => words.rfind("{#")?,
        _ => return None,
    };
    let (before, statement) = words.split_at_checked(open)?;
    if open + statement.find(sign)? < close {
        return None;
    }
    let is_text = ends_raw(before, raw) && word(statement) != "endraw";
    let is_signed = words.get(..close)?.ends_with(['+', '-']);
    (!is_text && !is_signed && !is_bare(words)).then_some(close)
}

/// Whether a line holds nothing but statements and comments.
fn is_bare(line: &str) -> bool {
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let close = if rest.starts_with("{%") { "%}" } else { "#}" };
        let Some((_, after)) = rest.split_once(close).filter(|_| rest.starts_with("{%") || rest.starts_with("{#"))
        else {
            return false;
        };
        // What stands between these two is text.
        if word(rest) == "raw" && !after.is_empty() {
            return false;
        }
        rest = after.trim_start();
    }
    true
}

/// Whether the text is raw behind a line, which begins in text that is or is not.
fn ends_raw(line: &str, raw: bool) -> bool {
    line.match_indices("{%").fold(raw, |raw, (at, _)| match word(line.get(at..).unwrap_or_default()) {
        "raw" => true,
        "endraw" => false,
        _ => raw,
    })
}

/// The word that a statement begins with.
fn word(statement: &str) -> &str {
    let words = statement.trim_start_matches(['{', '%', '-', '+', ' ', '\t']);
    words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// Writes one value: nothing for what is not there, the reader's words as they are, all others escaped.
fn write(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let failed = |_| Error::new(ErrorKind::WriteFailure, "the text could not be written");
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Ok(()),
        ValueKind::String if !value.is_safe() => out.write_str(&lines(&plain(value))).map_err(failed),
        _ => out.write_str(&value.to_string()).map_err(failed),
    }
}

fn lines(words: &str) -> String {
    words.split('\n').map(escape::line).collect::<Vec<_>>().join("\n")
}

fn plain(value: &Value) -> String {
    clean(&value.to_string()).into_owned()
}

fn safe(words: &str) -> Value {
    Value::from_safe_string(words.to_owned())
}

/// The reader's own words.
fn own(words: Option<&String>) -> Value {
    words.map_or(Value::from(()), |words| safe(clean(words).trim_matches('\n').trim_end()))
}

fn values(file: &NoteFile<'_>) -> Value {
    let document = file.reading.document();
    let rows = rows(file.reading);
    let (on_claims, elsewhere, orphans) = sort(&rows, file.placed);
    let headings = headings(document);
    let section = |at: usize| heading(&headings, document.block_at(at)).map(|block| document.block_text(block));
    let shown = |span: Option<Span>, annotation: &Annotation| {
        let placed = file.placed.iter().find(|placed| placed.annotation.id == annotation.id);
        let status = placed.map_or("orphaned", |placed| placed.placement.name());
        let text = span
            .map_or_else(|| clean(&annotation.selector.exact).into_owned(), |span| span.of(document.text()).to_owned());
        let page = span.and_then(|span| document.page_at(span.start));
        self::annotation(annotation, &text, span.and_then(|span| section(span.start)), page, status, file)
    };
    let claims = rows.iter().enumerate().filter(|(index, _)| file.whole || on_claims.contains_key(index)).filter_map(
        |(index, row)| {
            let on = on_claims.get(&index).into_iter().flatten();
            Some(context! {
                number => row.number?,
                kind => row.kind.name(),
                source => row.source.as_ref().map(|source| clean_line(source)),
                text => row.words,
                section => section(row.span.start),
                annotations => on.map(|(span, annotation)| shown(Some(*span), annotation)).collect::<Value>(),
            })
        },
    );
    let placed = elsewhere.iter().map(|(span, annotation)| shown(Some(*span), annotation));
    let notes: Value = placed.chain(orphans.iter().map(|annotation| shown(None, annotation))).collect();
    let all = |Placed { annotation, placement }: &Placed| shown(placement.span(), annotation);
    let metadata = document.metadata();
    let prose = |pane| safe(split_markdown::prose(file.reading, &rows, pane).trim_matches('\n'));
    context! {
        document => context! {
            id => safe(&file.id.to_string()),
            title => clean_line(&title(document, file.origin)),
            uri => metadata.url.clone().or_else(|| file.origin.uri.as_deref().map(clean_line)).map(|uri| address(&uri)),
            author => metadata.author.clone(),
            site => metadata.site.clone(),
            published => metadata.date.clone(),
            language => document.language(),
        },
        claims => claims.collect::<Value>(),
        notes => notes,
        annotations => file.placed.iter().map(all).collect::<Value>(),
        analysis => prose(Pane::Analysis),
        take => prose(Pane::Take),
    }
}

/// An address that may be followed stands as it is.
fn address(uri: &str) -> Value {
    match super::facts::web_address(uri) {
        Some(uri) => safe(uri),
        None => Value::from(uri.to_owned()),
    }
}

fn annotation(
    annotation: &Annotation,
    text: &str,
    section: Option<&str>,
    page: Option<u32>,
    status: &str,
    file: &NoteFile<'_>,
) -> Value {
    let body = &annotation.body;
    let evidence =
        body.evidence.iter().map(|one| context! { stance => one.stance.name(), text => own(Some(&one.text)) });
    let forecast = body.forecast.as_ref().map(|forecast| {
        context! {
            probability => forecast.probability,
            due => forecast.due.map(|due| due.to_string()),
            criterion => own(forecast.criterion.as_ref()),
            outcome => forecast.outcome.map(|outcome| outcome.name()),
        }
    });
    context! {
        id => safe(&annotation.id.to_string()),
        link => safe(&format!("postil://{}", annotation.id)),
        text => text,
        quote => clean(&annotation.selector.exact),
        section => section,
        page => page,
        status => status,
        motivation => body.motivation().name(),
        note => own(body.note.as_ref()),
        wording => own(body.wording.as_ref()),
        tags => body.tags.iter().map(|tag| safe(&clean_line(tag))).collect::<Value>(),
        colour => body.highlight.map(|colour| file.legend.name(colour).to_owned()),
        meaning => body.highlight.map(|colour| file.legend.meaning(colour).to_owned()),
        verdict => body.verdict.map(|verdict| verdict.words()),
        evidence => evidence.collect::<Value>(),
        to_check => body.to_check,
        forecast => forecast,
        pane => body.pane.map(|pane| pane.name()),
        bookmark => body.bookmark,
        created => safe(&day(annotation.created)),
        modified => safe(&day(annotation.modified)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> TemplateError {
        Template::of(text).and_then(|template| render(&template)).unwrap_err()
    }

    fn render(template: &Template) -> Result<String, TemplateError> {
        let values = context! { title => "# a *title* [[x]]", note => safe("*mine*"), gone => () , list => vec![1, 2] };
        let template = template.environment.get_template(NAME).unwrap();
        template.render(values).map_err(|error| TemplateError::of(&error))
    }

    #[test]
    fn the_articles_words_are_escaped_and_the_readers_are_not() {
        let filled = |text: &str| render(&Template::of(text).unwrap()).unwrap();
        assert_eq!(filled("{{ title }} {{ note }}{{ gone }}\n"), "\\# a \\*title\\* \\[\\[x\\]\\] *mine*\n");
        assert_eq!(filled("{{ title|safe }}"), "# a *title* [[x]]");
        assert_eq!(filled("{{ title|quote }}"), "> \\# a \\*title\\* \\[\\[x\\]\\]");
        assert_eq!(filled("{% for one in list %}\n- {{ one }}\n{% endfor %}\n"), "- 1\n- 2\n");
    }

    #[test]
    fn a_line_of_nothing_but_statements_leaves_none_behind_and_every_other_stays_a_line() {
        let filled = |text: &str| render(&Template::of(text).unwrap()).unwrap();
        for (text, made) in [
            ("a{% if list %} b{% endif %}\nc\n", "a b\nc\n"),
            (
                "{% for one in list %}- {{ one }}{% if one == 1 %} first{% endif %}\n{% endfor %}\nend",
                "- 1 first\n- 2\nend",
            ),
            ("{% if list %}yes{% endif %}\nc", "yes\nc"),
            ("  {% if list %}\nb\n\t{% endif %}\r\nc\n", "b\nc\n"),
            ("{% if list %}{% if gone %}\nb\n{% endif %}{% endif %}\nc", "c"),
            ("{# a remark #}\nb{# another #}\nc", "b\nc"),
            ("{% if\n list\n%}\nb\n{% endif %}\n", "b\n"),
            ("{% if list +%}\nb\n{% endif -%}\n\n c", "\nb\nc"),
            ("{% raw %}\n{% if x %}\n{{ y }}\n{% endraw %}\nc", "{% if x %}\n{{ y }}\nc"),
            ("{% raw %}a %}\n{% endraw %} b{# c #}\nd", "a %}\n b\nd"),
            ("\n{% if list %}\n\nb\n\n{% endif %}\n\nc", "\n\nb\n\n\nc"),
            ("{% if list %}{% endif %}", ""),
        ] {
            assert_eq!(filled(text), made, "{text:?}");
        }
        assert_eq!(fault("{% if list %}\n{% endif %}\n\n{{ titel }}").line, 4);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_nothing_outside_is_reached() {
        for (text, line, words) in [
            ("a\n{% for %}\n", 2, "syntax"),
            ("a\n\n{{ titel }}\n", 3, "undefined"),
            ("{% include '/etc/passwd' %}", 1, "include"),
            ("a\n{{ note|nothing }}", 2, "nothing"),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
                1,
                "end",
            ),
        ] {
            let fault = fault(text);
            assert_eq!(fault.line, line, "{text}: {fault}");
            assert!(fault.to_string().contains(words), "{text}: {fault}");
        }
    }
}
