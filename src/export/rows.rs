//! The sentences of a reading in order, each with its pane and its number.

use std::collections::HashSet;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::article::block::BlockKind;
use crate::article::document::{Document, SentenceId};
use crate::article::identity::Origin;
use crate::article::pane::Pane;
use crate::reading::judgement::ClaimKind;
use crate::reading::reading::Reading;
use crate::text::span::Span;

/// One sentence of a reading.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Which sentence it is.
    pub id: SentenceId,
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub words: &'a str,
    /// Its pane, the reader's correction counted.
    pub pane: Pane,
    /// Its number, where it is a claim, from 1.
    pub number: Option<usize>,
    /// What kind of claim it is, or would be among the claims.
    pub kind: ClaimKind,
    /// Who says it, where somebody does.
    pub source: Option<Arc<str>>,
}

/// All sentences of `reading`, in the article's order. Judges the whole document, and keeps no more of it than this.
pub fn rows(reading: &Reading) -> Vec<Row<'_>> {
    let document = reading.document();
    let mut claims = 0;
    let mut rows = Vec::new();
    // The same few sources speak in all of an article.
    let mut sources: HashSet<Arc<str>> = HashSet::new();
    let Ok(()) = reading.pass(|id, span, judgement| {
        let pane = reading.correction(id).unwrap_or(judgement.pane);
        let number = (pane == Pane::Claims).then(|| {
            claims += 1;
            claims
        });
        let source = judgement.source.as_ref().map(|source| interned(&mut sources, &source.name));
        rows.push(Row { id, span, words: span.of(document.text()), pane, number, kind: judgement.kind, source });
        Ok::<_, Infallible>(())
    });
    rows
}

fn interned(names: &mut HashSet<Arc<str>>, name: &str) -> Arc<str> {
    if let Some(known) = names.get(name) {
        return known.clone();
    }
    let new: Arc<str> = name.into();
    names.insert(new.clone());
    new
}

/// A block as one pane shows it, or as the whole article does.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The block's index in the document.
    pub block: usize,
    /// What the block is.
    pub kind: BlockKind,
    /// Its sentences, in order.
    pub rows: &'a [Row<'a>],
    /// The pane that shows it; nothing where it is the whole article that does.
    pub pane: Option<Pane>,
}

impl<'a> Part<'a> {
    /// What is shown of it: the sentences of the pane, and chips for those that went to the claims.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'a>> + use<'a> {
        let pane = self.pane;
        self.rows.iter().filter_map(move |row| match row.number {
            _ if pane.is_none_or(|pane| row.pane == pane) => Some(Piece::Sentence(row)),
            Some(number) => Some(Piece::Chip(number)),
            None => None,
        })
    }
}

/// A sentence of a pane, or the chip that stands where one left it.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// A sentence of this pane.
    Sentence(&'a Row<'a>),
    /// The number of the claim that stood here.
    Chip(usize),
}

/// The line of preformatted text that a sentence stands on, with the indent or the empty cells before it, and how many
/// blank lines stand before it.
pub fn line<'a>(document: &'a Document, row: &Row<'_>) -> (usize, &'a str) {
    let text = document.block_text(row.id.block);
    let base = document.blocks().get(row.id.block).map_or(0, |block| block.span.start);
    let (from, to) = (row.span.start.saturating_sub(base), row.span.end.saturating_sub(base));
    let start = text.get(..from).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let end = text.get(to..).and_then(|after| after.find('\n')).map_or(text.len(), |at| to + at);
    let above = text.get(..start).unwrap_or_default();
    let blank = above.get(above.trim_end().len()..).unwrap_or_default().matches('\n').count();
    (blank.saturating_sub(1), text.get(start..end).unwrap_or_default().trim_end_matches(' '))
}

/// The words of a block's pieces on one line: each sentence as `write` has it, chips as ‹n›, and
/// between them the blank that stands between them in the article, if one does.
pub fn joined<'a>(pieces: impl Iterator<Item = Piece<'a>>, write: impl Fn(&Row<'_>) -> String) -> String {
    let mut out = String::new();
    let mut end = None;
    for piece in pieces {
        let start = match piece {
            Piece::Sentence(row) => Some(row.span.start),
            Piece::Chip(_) => None,
        };
        if !out.is_empty() && (start.is_none() || start != end) {
            out.push(' ');
        }
        end = match piece {
            Piece::Sentence(row) => {
                out.push_str(&write(row));
                Some(row.span.end)
            }
            Piece::Chip(number) => {
                let _ = write!(out, "‹{number}›");
                None
            }
        };
    }
    out
}

/// What Analysis or Strategic take shows: its blocks in order, with a chip where a sentence went to
/// the claims, and the headings that have something under them. Headings that have no sentence
/// under them at all are the author's too, and stand in Analysis.
pub fn parts<'a>(reading: &Reading, rows: &'a [Row<'a>], pane: Pane) -> Vec<Part<'a>> {
    let document = reading.document();
    let title = title_block(document);
    let mut parts: Vec<Part<'a>> = Vec::new();
    // Headings that wait for the first words under them: block, level, whether any words came.
    let mut waiting: Vec<(usize, u8, bool)> = Vec::new();
    let mut rest = rows;
    for (index, block) in document.blocks().iter().enumerate() {
        if let BlockKind::Heading { level } = block.kind {
            close(&mut waiting, level, pane, &mut parts);
            if title != Some(index) {
                waiting.push((index, level, false));
            }
            continue;
        }
        let count = rest.iter().take_while(|row| row.id.block == index).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        if !here.is_empty() {
            for (_, _, worded) in &mut waiting {
                *worded = true;
            }
        }
        if !here.iter().any(|row| row.pane == pane) {
            continue;
        }
        parts.extend(waiting.drain(..).map(|(block, level, _)| heading(block, level)));
        parts.push(Part { block: index, kind: block.kind, rows: here, pane: Some(pane) });
    }
    close(&mut waiting, 0, pane, &mut parts);
    parts
}

/// Ends the sections of `level` and below; those that held no sentence go to Analysis as they are.
fn close(waiting: &mut Vec<(usize, u8, bool)>, level: u8, pane: Pane, parts: &mut Vec<Part<'_>>) {
    while let Some((block, of, worded)) = waiting.pop_if(|(_, of, _)| *of >= level) {
        if !worded && pane == Pane::Analysis {
            // Those above it have no words yet either, and come before it.
            parts.extend(waiting.drain(..).map(|(block, level, _)| heading(block, level)));
            parts.push(heading(block, of));
        }
    }
}

const fn heading<'a>(block: usize, level: u8) -> Part<'a> {
    Part { block, kind: BlockKind::Heading { level }, rows: &[], pane: None }
}

/// The whole article: every block once, in order, but for the title.
pub fn all_parts<'a>(document: &Document, rows: &'a [Row<'a>]) -> Vec<Part<'a>> {
    let title = title_block(document);
    let mut rest = rows;
    let blocks = document.blocks().iter().enumerate().map(|(index, block)| {
        let (here, later) = rest.split_at(rest.iter().take_while(|row| row.id.block == index).count());
        rest = later;
        Part { block: index, kind: block.kind, rows: here, pane: None }
    });
    blocks.filter(|part| title != Some(part.block)).collect()
}

/// The block that is the article's title, which is shown above everything: the first, where it is a
/// heading of level 1 and the source names no other title.
pub fn title_block(document: &Document) -> Option<usize> {
    let first = document.blocks().first()?;
    let named = document.metadata().title.as_deref();
    let same = named.is_none_or(|title| title == first.span.of(document.text()));
    (same && first.kind == BlockKind::Heading { level: 1 }).then_some(0)
}

/// The title in full: the title's block, else what [`Document::known_as`] gives.
pub fn title(document: &Document, origin: &Origin) -> String {
    title_block(document).map_or_else(|| document.known_as(origin), |block| document.block_text(block).to_owned())
}
