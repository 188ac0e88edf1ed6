//! The layout of a document at a width, and walking on its rows.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::row::{Furniture, Point, Row, RowKind, Top, What};
use super::stretch;
use super::units::{self, Presence, Unit};
use crate::article::block::BlockKind;
use crate::article::document::SentenceId;
use crate::article::pane::Pane;
use crate::reading::reading::Reading;
use crate::text::lazy::LazyTable;
use crate::text::span::Span;

/// Stretches without a row that are passed in one go at most; who walks further comes again. What
/// is passed has to be judged, and the drawing thread has a few milliseconds for it.
const PASSED: usize = 512;

/// Blocks after a heading that are asked whether they stand under it in the same pane.
const ASKED: usize = 256;

/// What is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The sentences of one pane, under the article's headings.
    Pane(Pane),
    /// The whole article, in order, title and boilerplate included.
    Whole,
}

/// How it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Columns that a row of words fills at most.
    pub measure: u16,
    /// What the reader wrote on sentences: each shows as rows under its sentence.
    pub interlines: BTreeMap<SentenceId, Vec<Interline>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { measure: 80, interlines: BTreeMap::new() }
    }
}

/// The first line of what the reader wrote on a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interline {
    /// What it is: `✎` or `◷`.
    pub mark: char,
    /// The line.
    pub text: String,
}

/// The rows of a document in one scope at one width, worked out when they are asked for.
///
/// Rows cover the scope's sentences once; a run is either content with its span or furniture; no
/// row is wider than the width; `offset_at(point_of(o)) == o` for all that is drawn. Marks, cursor
/// and theme have no part in it. Cloning shares the rows.
#[derive(Clone, Debug)]
pub struct Layout {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    reading: Reading,
    scope: Scope,
    width: u16,
    options: Options,
    /// The heading that is the title; the panes leave it to the title bar.
    title: Option<usize>,
    blocks: LazyTable<Sheet>,
}

/// One block, in its stretches.
#[derive(Debug)]
struct Sheet {
    presence: Presence,
    /// Where the second and later stretches begin.
    cuts: Box<[usize]>,
    stretches: Box<[OnceLock<Box<[Row]>>]>,
    /// Where the next rows below it begin, once asked for.
    next: OnceLock<Option<Box<Top>>>,
}

impl Layout {
    /// The layout of `scope` at `width` columns (at least one). Nothing is laid out yet.
    pub fn new(reading: &Reading, scope: Scope, width: u16, options: Options) -> Self {
        let document = reading.document();
        let title =
            document.blocks().iter().take(64).position(|block| matches!(block.kind, BlockKind::Heading { level: 1 }));
        // Where the source names another title, the heading says something the title bar does not.
        let named = document.metadata().title.as_deref();
        let title = title.filter(|block| named.is_none_or(|named| document.block_text(*block) == named));
        let width = width.min(options.measure).max(1);
        let blocks = LazyTable::new(document.blocks().len());
        Self { inner: Arc::new(Inner { reading: reading.clone(), scope, width, options, title, blocks }) }
    }

    /// Whether it is the other one, or shares its rows.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Columns that its rows fill at most: the width it was made for, or the measure.
    pub fn width(&self) -> u16 {
        self.inner.width
    }

    /// What it lays out.
    pub fn scope(&self) -> Scope {
        self.inner.scope
    }

    /// How it lays out.
    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// What it lays out, as read.
    pub fn reading(&self) -> &Reading {
        &self.inner.reading
    }

    /// How many stretches a block has.
    pub fn stretches(&self, block: usize) -> usize {
        self.sheet(block).map_or(0, |sheet| sheet.stretches.len())
    }

    /// The rows of a stretch of a block; none where it shows nothing in this scope.
    pub fn rows(&self, block: usize, stretch: usize) -> &[Row] {
        let Some(sheet) = self.sheet(block) else { return &[] };
        sheet.stretches.get(stretch).map_or(&[], |rows| rows.get_or_init(|| self.lay_out(block, stretch, sheet)))
    }

    /// One row.
    pub fn row(&self, top: Top) -> Option<&Row> {
        self.rows(top.block, top.stretch).get(top.row)
    }

    fn sheet(&self, block: usize) -> Option<&Sheet> {
        let found = self.inner.reading.document().blocks().get(block).copied()?;
        self.inner.blocks.get(block, || {
            let cuts = stretch::cuts(self.text(), found);
            let stretches = std::iter::repeat_with(OnceLock::new).take(cuts.len() + 1).collect();
            let presence = match self.inner.scope {
                Scope::Pane(_) => units::presence(&self.inner.reading, block),
                Scope::Whole => units::Presence::default(),
            };
            Sheet { presence, cuts, stretches, next: OnceLock::new() }
        })
    }

    fn text(&self) -> &str {
        self.inner.reading.document().text()
    }

    fn lay_out(&self, block: usize, stretch: usize, sheet: &Sheet) -> Box<[Row]> {
        let Some(found) = self.inner.reading.document().blocks().get(block).copied() else { return Box::default() };
        if let Scope::Pane(pane) = self.inner.scope {
            let shown = match found.kind {
                BlockKind::Heading { level } => self.inner.title != Some(block) && self.has_under(block, level, pane),
                _ => units::is_shown(sheet.presence, pane),
            };
            if !shown {
                return Box::default();
            }
        }
        let start = stretch.checked_sub(1).and_then(|before| sheet.cuts.get(before)).copied();
        let end = sheet.cuts.get(stretch).copied();
        let unit = Unit {
            reading: &self.inner.reading,
            options: &self.inner.options,
            scope: self.inner.scope,
            width: self.inner.width,
            block,
            stretch: Span::new(start.unwrap_or(found.span.start), end.unwrap_or(found.span.end)),
            last: end.is_none(),
            is_tight: self.is_tight(block),
            presence: sheet.presence,
        };
        unit.rows().into()
    }

    /// Whether anything stands in `pane` under the heading `block`, as far as is asked.
    fn has_under(&self, block: usize, level: u8, pane: Pane) -> bool {
        let blocks = self.inner.reading.document().blocks();
        for (asked, (index, under)) in blocks.iter().enumerate().skip(block + 1).enumerate() {
            if matches!(under.kind, BlockKind::Heading { level: other } if other <= level) {
                return false;
            }
            if self.sheet(index).is_some_and(|sheet| units::is_shown(sheet.presence, pane)) || asked == ASKED {
                return true;
            }
        }
        false
    }

    /// Whether `block` is an item of a list, and another item of it shows next in this scope.
    fn is_tight(&self, block: usize) -> bool {
        let is_item = |kind| matches!(kind, BlockKind::ListItem { .. });
        let blocks = self.inner.reading.document().blocks().iter().enumerate().skip(block);
        let mut items = blocks.take(ASKED).take_while(|(_, item)| is_item(item.kind)).map(|(index, _)| index);
        let shown = |index| match self.inner.scope {
            Scope::Whole => true,
            Scope::Pane(pane) => self.sheet(index).is_some_and(|sheet| units::is_shown(sheet.presence, pane)),
        };
        items.next().is_some() && items.any(shown)
    }

    /// The row nearest to `top` that there is: itself, else the next one, else the last before it.
    pub fn settle(&self, top: Top) -> Top {
        let rows = self.rows(top.block, top.stretch).len();
        if rows > 0 {
            return Top { row: top.row.min(rows - 1), ..top };
        }
        self.next_stretch(top).or_else(|| self.previous_stretch(top)).unwrap_or_default()
    }

    /// The first row of the next stretch that has any.
    fn next_stretch(&self, top: Top) -> Option<Top> {
        let mut rest = top.stretch + 1..self.stretches(top.block);
        if let Some(stretch) = rest.by_ref().take(PASSED).find(|stretch| !self.rows(top.block, *stretch).is_empty()) {
            return Some(Top { stretch, row: 0, ..top });
        }
        if !rest.is_empty() {
            return None;
        }
        // A pane may be empty for hundreds of blocks, and a key asks more than once.
        let sheet = self.sheet(top.block)?;
        sheet.next.get_or_init(|| self.first_below(top.block).map(Box::new)).as_deref().copied()
    }

    /// The first row of the first stretch below a block that has any.
    fn first_below(&self, block: usize) -> Option<Top> {
        let mut at = Top { block, stretch: self.stretches(block), row: 0 };
        for _ in 0..PASSED {
            at = if at.stretch + 1 < self.stretches(at.block) {
                Top { stretch: at.stretch + 1, ..at }
            } else {
                Top { block: at.block + 1, stretch: 0, row: 0 }
            };
            if at.block >= self.inner.blocks.len() {
                return None;
            }
            if !self.rows(at.block, at.stretch).is_empty() {
                return Some(at);
            }
        }
        None
    }

    /// The last row of the stretch before it that has any.
    fn previous_stretch(&self, top: Top) -> Option<Top> {
        let (mut block, mut stretch) = (top.block.min(self.inner.blocks.len()), top.stretch);
        for _ in 0..PASSED {
            if stretch > 0 {
                stretch -= 1;
            } else {
                block = block.checked_sub(1)?;
                stretch = self.stretches(block).saturating_sub(1);
            }
            if let Some(row) = self.rows(block, stretch).len().checked_sub(1) {
                return Some(Top { block, stretch, row });
            }
        }
        None
    }

    /// The row `delta` rows further down (up, where negative), or as far as there are any.
    pub fn scroll(&self, top: Top, delta: i64) -> Top {
        let mut at = self.settle(top);
        let mut left = usize::try_from(delta.unsigned_abs()).unwrap_or(usize::MAX);
        while left > 0 {
            if delta > 0 {
                let below = self.rows(at.block, at.stretch).len().saturating_sub(at.row + 1);
                if left <= below {
                    return Top { row: at.row + left, ..at };
                }
                at.row += below;
                let Some(next) = self.next_stretch(at) else { return at };
                left -= below + 1;
                at = next;
            } else {
                if left <= at.row {
                    return Top { row: at.row - left, ..at };
                }
                let above = at.row;
                at.row = 0;
                let Some(previous) = self.previous_stretch(at) else { return at };
                left -= above + 1;
                at = previous;
            }
        }
        at
    }

    /// The rows from `top` on, at most `height` of them; only these are laid out.
    pub fn window(&self, top: Top, height: u16) -> impl Iterator<Item = (Top, &Row)> + '_ {
        let first = self.settle(top);
        let mut next = (!self.rows(first.block, first.stretch).is_empty()).then_some(first);
        std::iter::from_fn(move || {
            let at = next?;
            let rows = self.rows(at.block, at.stretch);
            next = if at.row + 1 < rows.len() { Some(Top { row: at.row + 1, ..at }) } else { self.next_stretch(at) };
            Some((at, rows.get(at.row)?))
        })
        .take(usize::from(height))
    }

    /// The first row there is.
    pub fn start(&self) -> Top {
        self.settle(Top::default())
    }

    /// The top of the last screen of `height` rows.
    pub fn end(&self, height: u16) -> Top {
        let past = Top { block: self.inner.blocks.len(), ..Top::default() };
        let Some(mut last) = self.previous_stretch(past) else { return Top::default() };
        while last.row > 0 && self.row(last).is_some_and(|row| row.kind == RowKind::Blank) {
            last.row -= 1;
        }
        self.scroll(last, 1 - i64::from(height.max(1)))
    }

    /// How many rows lie from `from` down to `to`; nothing where that is more than `limit` or `to`
    /// lies above.
    pub fn distance(&self, from: Top, to: Top, limit: usize) -> Option<usize> {
        let (mut at, to) = (self.settle(from), self.settle(to));
        let mut rows = 0;
        while (at.block, at.stretch) < (to.block, to.stretch) {
            rows += self.rows(at.block, at.stretch).len().saturating_sub(at.row);
            if rows > limit {
                return None;
            }
            at = self.next_stretch(at)?;
        }
        let rest =
            if (at.block, at.stretch) == (to.block, to.stretch) { to.row.checked_sub(at.row)? } else { return None };
        Some(rows + rest).filter(|rows| *rows <= limit)
    }

    /// The block and stretch that the byte `offset` stands in.
    fn stretch_of(&self, offset: usize) -> (usize, usize) {
        let block = self.inner.reading.document().block_at(offset);
        let stretch = self.sheet(block).map_or(0, |sheet| sheet.cuts.partition_point(|cut| *cut <= offset));
        (block, stretch)
    }

    /// The cell in which the byte `offset` of the text is drawn; nothing where this scope does not
    /// show it.
    pub fn point_of(&self, offset: usize) -> Option<Point> {
        let (block, stretch) = self.stretch_of(offset);
        self.rows(block, stretch).iter().enumerate().find_map(|(row, found)| {
            let column = found.column_of(self.text(), offset)?;
            Some(Point { top: Top { block, stretch, row }, column })
        })
    }

    /// The byte that is drawn at `point`, or at the nearest cell left of it; on a row without words,
    /// nothing.
    pub fn offset_at(&self, point: Point) -> Option<usize> {
        self.row(point.top)?.offset_at(self.text(), point.column)
    }

    /// The row of `offset`; where this scope does not show it, the row where it would stand.
    pub fn near(&self, offset: usize) -> Top {
        if let Some(point) = self.point_of(offset) {
            return point.top;
        }
        let (block, stretch) = self.stretch_of(offset);
        let rows = self.rows(block, stretch);
        let before = rows.iter().rposition(|row| row.content().any(|(_, span, _)| span.start <= offset));
        self.settle(Top { block, stretch, row: before.unwrap_or(0) })
    }

    /// The first and the last row of a sentence, with its head and what is written under it;
    /// nothing where this scope does not show it.
    pub fn rows_of(&self, id: SentenceId) -> Option<(Top, Top)> {
        let span = self.inner.reading.document().sentence(id)?;
        let (first, last) = (self.stretch_of(span.start), self.stretch_of(span.end.saturating_sub(1)));
        let top = |(block, stretch): (usize, usize), row| Top { block, stretch, row };
        let start = self.rows(first.0, first.1).iter().position(|row| row.is_of(id))?;
        let end = self.rows(last.0, last.1).iter().rposition(|row| row.is_of(id))?;
        Some((top(first, start), top(last, end)))
    }

    /// How many stretches have been laid out.
    #[cfg(test)]
    pub fn laid_out(&self) -> usize {
        let blocks = (0..self.inner.blocks.len()).filter_map(|block| self.inner.blocks.known(block));
        blocks.flat_map(|sheet| &sheet.stretches).filter(|rows| rows.get().is_some()).count()
    }

    /// Where the chip of a claim, or the mark of a sentence that stands elsewhere, is drawn.
    pub fn chip_of(&self, id: SentenceId) -> Option<Point> {
        let (block, stretch) = self.stretch_of(self.inner.reading.document().sentence(id)?.start);
        self.rows(block, stretch).iter().enumerate().find_map(|(row, found)| {
            let run = found.runs.iter().find(|run| {
                matches!(run.what, What::Furniture(Furniture::Chip(of, _) | Furniture::Elsewhere(of)) if of == id)
            })?;
            Some(Point { top: Top { block, stretch, row }, column: run.column })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::builder::DocumentBuilder;
    use crate::article::document::Metadata;
    use crate::layout::{measure, row::Run};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    const PROSE: &str = "A figure of 34.4 % was named. Then what?";

    fn kind(number: u8) -> BlockKind {
        match number {
            0 => BlockKind::Heading { level: 1 },
            1 => BlockKind::Heading { level: 3 },
            2 => BlockKind::Code,
            3 => BlockKind::ListItem { depth: 2, ordinal: None },
            4 => BlockKind::ListItem { depth: 9, ordinal: Some(4_000_000_000) },
            5 => BlockKind::Table,
            6 => BlockKind::Quotation { depth: 7 },
            7 => BlockKind::Boilerplate,
            8 => BlockKind::Rule,
            9 => BlockKind::Footnote,
            10 => BlockKind::Caption,
            _ => BlockKind::Paragraph,
        }
    }

    /// A reading of these blocks whose sentences are put into the panes in turn.
    fn reading(blocks: &[(u8, String)], panes: &[u8]) -> Reading {
        let mut builder = DocumentBuilder::new();
        for (number, words) in blocks {
            builder.open(kind(*number));
            let words = if *number == 8 { "" } else { words.as_str() };
            let (half, rest) = words.split_at(words.floor_char_boundary(words.len() / 2));
            builder.text(half);
            builder.start(crate::article::block::InlineKind::Strong);
            builder.text(rest);
            builder.close();
        }
        let document = Arc::new(builder.finish());
        let reading = Reading::of(Arc::clone(&document));
        let turn = panes.iter().cycle();
        let corrections = document.all_sentences().zip(turn);
        reading.corrected(corrections.map(|((id, _), pane)| (id, Pane::ALL[usize::from(*pane) % 3])).collect())
    }

    #[test]
    fn what_a_pane_leaves_out_is_passed_as_often_as_it_is_asked_for() {
        let words = "One sentence.".to_owned();
        for between in [0, 1, 300, 3 * PASSED] {
            let blocks: Vec<_> = (0..between + 2).map(|_| (11, words.clone())).collect();
            let panes: Vec<u8> = (0..between + 2).map(|nth| if nth == 0 || nth > between { 2 } else { 0 }).collect();
            let layout = Layout::new(&reading(&blocks, &panes), Scope::Pane(Pane::Take), 40, Options::default());
            let rows: Vec<Top> = all_rows(&layout).into_iter().map(|(top, _)| top).collect();
            assert_eq!(rows.len(), 4);
            for _ in 0..2 {
                for (nth, row) in rows.iter().enumerate() {
                    let reached = if between > PASSED { nth.min(1) } else { nth };
                    assert_eq!(layout.scroll(rows[0], nth as i64), rows[reached], "{between} between");
                    assert_eq!(layout.settle(*row), *row);
                }
                let middle = Top { block: between.min(1 + between / 2), ..Top::default() };
                assert!(rows.contains(&layout.settle(middle)) || between > PASSED);
            }
        }
    }

    fn every_scope() -> [Scope; 4] {
        [Scope::Pane(Pane::Claims), Scope::Pane(Pane::Analysis), Scope::Pane(Pane::Take), Scope::Whole]
    }

    fn all_rows(layout: &Layout) -> Vec<(Top, &Row)> {
        let blocks = layout.reading().document().blocks().len();
        let stretches = (0..blocks).flat_map(|block| (0..layout.stretches(block)).map(move |stretch| (block, stretch)));
        stretches
            .flat_map(|(block, stretch)| {
                let rows = layout.rows(block, stretch).iter().enumerate();
                rows.map(move |(row, found)| (Top { block, stretch, row }, found))
            })
            .collect()
    }

    /// Checks the invariants that [`Layout`] promises.
    fn check(reading: &Reading, width: u16, options: &Options) {
        let document = reading.document();
        for scope in every_scope() {
            let layout = Layout::new(reading, scope, width, options.clone());
            let rows = all_rows(&layout);
            let mut covered: BTreeMap<Option<SentenceId>, Vec<Span>> = BTreeMap::new();
            for (_, row) in &rows {
                let mut end = 0;
                for run in &row.runs {
                    assert!(run.column >= end, "runs overlap: {row:?}");
                    end = run.end();
                }
                assert!(row.width() <= width, "{} > {width}: {row:?}", row.width());
                row.content().for_each(|(_, span, id)| covered.entry(id).or_default().push(span));
            }
            for (id, span) in document.all_sentences() {
                let mut parts = covered.remove(&Some(id)).unwrap_or_default();
                parts.sort_by_key(|part| (part.start, part.end));
                let here = scope == Scope::Whole || reading.pane(id).map(Scope::Pane) == Some(scope);
                let mut at = if here {
                    span.start
                } else {
                    assert_eq!(parts, []);
                    continue;
                };
                for part in parts {
                    assert_eq!(part.start, at, "{id:?} in {scope:?}");
                    at = part.end;
                }
                assert_eq!(at, span.end, "{id:?} in {scope:?}");
                for (offset, grapheme) in span.of(document.text()).grapheme_indices(true) {
                    if measure::cells(grapheme) > 0 {
                        let offset = span.start + offset;
                        let point = layout.point_of(offset).expect("it stands in this scope");
                        assert_eq!(
                            layout.offset_at(point),
                            Some(offset),
                            "{grapheme:?} of {id:?} in {scope:?} at {point:?}"
                        );
                    }
                }
                let (first, last) = layout.rows_of(id).expect("it stands in this scope");
                assert!(first <= last && layout.near(span.start) >= first);
            }
            if scope == Scope::Whole {
                let plain: usize = covered.remove(&None).unwrap_or_default().iter().map(|span| span.len()).sum();
                let blocks = document.blocks().iter().filter(|block| !block.kind.is_content());
                assert_eq!(plain, blocks.map(|block| block.span.len()).sum::<usize>());
            }
            let shown: Vec<Top> = layout.window(Top::default(), u16::MAX).map(|(top, _)| top).collect();
            let tops: Vec<Top> = rows.iter().map(|(top, _)| *top).collect();
            assert_eq!(shown, tops);
            for (row, top) in tops.iter().enumerate().step_by(7) {
                assert_eq!(layout.scroll(tops[0], row as i64), *top);
                assert_eq!(layout.scroll(*top, -(row as i64)), tops[0]);
                assert_eq!(layout.distance(tops[0], *top, row), Some(row));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn rows_cover_any_article_once_within_any_width(
            blocks in prop::collection::vec((0u8..14, prop_oneof![any::<String>(), "(\\PC{0,9}[ .!?\n\t]){0,30}", "([a-z]{1,9}[ .-]{1,2}){0,60}", "[🇩🇪🇫\u{301}\u{200d}\u{a0}👨漢क\u{94d}षि\u{600}.!?\t\n—%a -]{0,80}"]), 0..6),
            panes in prop::collection::vec(0u8..3, 1..8),
            width in 1u16..200,
        ) {
            check(&reading(&blocks, &panes), width, &Options::default());
        }

        #[test]
        fn what_the_reader_wrote_moves_no_words_between_rows(width in 1u16..100, panes in prop::collection::vec(0u8..3, 1..4)) {
            let reading = reading(&[(11, PROSE.repeat(3)), (5, "a\tb\n\nc\td".to_owned())], &panes);
            let line = Interline { mark: '✎', text: "who?".to_owned() };
            let interlines: BTreeMap<_, _> =
                reading.document().all_sentences().map(|(id, _)| (id, vec![line.clone(), line.clone()])).collect();
            let written = Options { interlines, ..Options::default() };
            check(&reading, width, &written);
            for scope in every_scope() {
                let with = Layout::new(&reading, scope, width, written.clone());
                let without = Layout::new(&reading, scope, width, Options::default());
                let words = |layout: &Layout| -> Vec<Row> {
                    let rows = all_rows(layout).into_iter().map(|(_, row)| row.clone());
                    rows.filter(|row| !matches!(row.kind, RowKind::Interline(_))).collect()
                };
                prop_assert_eq!(words(&with), words(&without));
            }
        }
    }

    #[test]
    fn a_paragraph_of_many_stretches_holds_together() {
        // Each kind of words, and each kind of block with words that can be parted.
        for (words, number) in
            [("One two. ", 2), ("One two. ", 5), ("One two. ", 11), ("word", 5), ("漢", 11), ("a\u{301}", 2)]
        {
            let long = words.repeat(9_000 / words.len());
            check(&reading(&[(number, long), (11, "End.".to_owned())], &[0, 1, 2]), 33, &Options::default());
        }
    }

    /// The rows of a scope as they would be drawn, furniture as signs.
    fn grid(layout: &Layout) -> Vec<String> {
        let text = layout.reading().document().text();
        let draw = |run: &Run| match &run.what {
            What::Content { span, .. } => {
                let words = span.of(text).replace(['\t', '\n'], "");
                // Blanks that belong to a run and take none of its cells.
                let hangs = measure::width(&words) > usize::from(run.width);
                if hangs { words.trim_end_matches(' ').to_owned() } else { words }
            }
            What::Furniture(furniture) => match furniture {
                Furniture::Chip(_, number) => format!("‹{}›", number.unwrap_or_default()),
                Furniture::Elsewhere(_) => "⋯".to_owned(),
                Furniture::ClaimNumber(number) => format!("{:>2}", number.unwrap_or_default()),
                Furniture::Kind(kind) => kind.mark().to_owned(),
                Furniture::KindName(kind) => kind.name().to_owned(),
                Furniture::Source(name) => name.clone(),
                Furniture::HeadingMark => "¶".to_owned(),
                Furniture::Bullet => "•".to_owned(),
                Furniture::Ordinal(number) => format!("{number}."),
                Furniture::QuoteBar => "▎".to_owned(),
                Furniture::CellBar => "│".to_owned(),
                Furniture::Label(words) => words.clone(),
                Furniture::LinkNumber(number) => crate::layout::links::sign(*number).to_owned(),
                Furniture::GoesOn => "↪".to_owned(),
                Furniture::Rule => "─".repeat(usize::from(run.width)),
                Furniture::PaneMarks(first, last) => (first.nth..=last.nth)
                    .filter_map(|nth| layout.reading().pane(SentenceId { nth, ..*first }))
                    .fold(String::new(), |marks, pane| {
                        let letter = pane.name().split_at(1).0;
                        if marks.contains(letter) { marks } else { marks + letter }
                    }),
                Furniture::Interline(id, nth) => {
                    let line = &layout.options().interlines[id][*nth];
                    format!("{} {}", line.mark, line.text)
                }
            },
        };
        let rows = all_rows(layout);
        let line = |row: &Row| {
            row.runs.iter().fold(String::new(), |mut line, run| {
                while measure::width(&line) < usize::from(run.column) {
                    line.push(' ');
                }
                line + &draw(run)
            })
        };
        rows.into_iter().map(|(_, row)| line(row).trim_end().to_owned()).collect()
    }

    #[test]
    fn several_links_of_a_sentence_are_numbered_behind_their_words() {
        let text = "One [link](/a) only. And [this one](/a), [that](/b)[too](/c) or it.[^1]\n\n[^1]: Note.\n";
        let document = crate::article::parse::parse(crate::article::parse::Kind::Markdown, text.as_bytes(), "a.md");
        let reading = Reading::of(Arc::new(document));
        check(&reading, 17, &Options::default());
        for (width, expected) in [
            (60, &["a   One link only. And this one,¹ thattoo³ or it.[1]", "", "a   [1] Note.", ""][..]),
            (10, &["One link", "only. And", "this one,¹", "thattoo³", "or it.[1]", "", "[1] Note.", ""]),
            (8, &["One link", "only.", "And this", "one,¹", "thattoo³", "or it.", "[1]", "", "[1]", "Note.", ""]),
        ] {
            let layout = Layout::new(&reading, Scope::Whole, width, Options::default());
            assert_eq!(grid(&layout), expected, "{width}");
        }
    }

    #[test]
    fn a_heading_that_is_not_the_title_shows_in_the_panes() {
        let shows = |title: Option<&str>| {
            let mut builder = DocumentBuilder::new();
            builder.metadata(Metadata { title: title.map(ToOwned::to_owned), ..Metadata::default() });
            builder.block(BlockKind::Heading { level: 1 }, "The heading");
            builder.block(BlockKind::Paragraph, "Nothing but a remark.");
            let reading = Reading::of(Arc::new(builder.finish()));
            let layout = Layout::new(&reading, Scope::Pane(Pane::Analysis), 40, Options::default());
            grid(&layout).iter().any(|row| row.contains("The heading"))
        };
        assert_eq!([shows(None), shows(Some("The heading")), shows(Some("Another title"))], [false, false, true]);
    }

    fn sample() -> Reading {
        let blocks = [
            (0, "The title"),
            (1, "What was said"),
            (11, "First the author speaks. Then a claim. And another one. The author again."),
            (11, "Only a claim here."),
            (1, "Nothing of note"),
            (7, "Sign up."),
            (3, "An item that is long enough to be broken."),
            (5, "Name\tShare of the market\nA\t34.4 %"),
        ];
        let blocks: Vec<_> = blocks.into_iter().map(|(kind, words)| (kind, words.to_owned())).collect();
        // author, claim, claim, author; claim; analysis; two table rows
        reading(&blocks, &[1, 0, 0, 1, 0, 1, 1, 2])
    }

    #[test]
    fn claims_stand_as_cards_under_their_headings() {
        let options = Options {
            interlines: BTreeMap::from([(
                SentenceId { block: 3, nth: 0 },
                vec![Interline { mark: '✎', text: "who?".to_owned() }],
            )]),
            ..Options::default()
        };
        let layout = Layout::new(&sample(), Scope::Pane(Pane::Claims), 20, options);
        assert_eq!(
            grid(&layout),
            [
                "¶ What was said",
                "",
                " 1 · fact",
                "   Then a claim.",
                "",
                " 2 · fact",
                "   And another one.",
                "",
                " 3 · fact",
                "   Only a claim",
                "   here.",
                "   ✎ who?",
                ""
            ]
        );
    }

    #[test]
    fn a_claim_leaves_its_chip_in_the_analysis() {
        let layout = Layout::new(&sample(), Scope::Pane(Pane::Analysis), 30, Options::default());
        assert_eq!(
            grid(&layout),
            [
                "¶ What was said",
                "",
                "First the author speaks. ‹1›",
                "‹2› The author again.",
                "",
                "‹3›",
                "",
                "¶ Nothing of note",
                "",
                "  • An item that is long",
                "    enough to be broken.",
                "",
                "Name │ Share of the market",
                ""
            ]
        );
    }

    #[test]
    fn what_stands_in_items_and_quotations_stands_at_their_indent() {
        let html = "<ol start=9><li>Nine, which is long enough to be broken.<ul><li>Nested</ul><li><p>Ten.<p>More of ten.\
            <pre>code</pre></ol><blockquote>Quoted.<ul><li>An item.</ul><blockquote>Deeper.</blockquote></blockquote>\
            <ul><li>Said:<blockquote>Words.</blockquote></ul>";
        let document = crate::article::parse::parse(crate::article::parse::Kind::Html, html.as_bytes(), "a.html");
        let reading = Reading::of(Arc::new(document));
        let layout = Layout::new(&reading, Scope::Whole, 31, Options::default());
        let rows: Vec<String> = grid(&layout).iter().map(|row| row.chars().skip(4).collect()).collect();
        assert_eq!(
            rows,
            [
                "9. Nine, which is long",
                "   enough to be broken.",
                "   • Nested",
                "10. Ten.",
                "",
                "    More of ten.",
                "",
                "      code",
                "",
                "▎ Quoted.",
                "",
                "▎ • An item.",
                "",
                "▎ ▎ Deeper.",
                "",
                "• Said:",
                "",
                "  ▎ Words.",
                "",
            ]
        );
    }

    #[test]
    fn a_table_too_wide_for_its_columns_is_set_row_by_row_under_their_heads() {
        let table = "Firm\tShare of 2025\tShare of 2026\tWhat it says\nThe first\t32.3 %\t34.4 %\tOvertook them\nOthers\t\t33.3 %\tfell";
        let reading = reading(&[(5, table.to_owned())], &[1]);
        let rows = |width| grid(&Layout::new(&reading, Scope::Pane(Pane::Analysis), width, Options::default()));
        assert_eq!(
            rows(60).first().map(String::as_str),
            Some("Firm      │ Share of 2025 │ Share of 2026 │ What it says")
        );
        assert_eq!(
            rows(24).split_off(4),
            [
                "The first",
                "  Share of 2025: 32.3 %",
                "  Share of 2026: 34.4 %",
                "  What it says: Overtook",
                "  them",
                "",
                "Others",
                "  Share of 2026: 33.3 %",
                "  What it says: fell",
                "",
            ]
        );
    }

    #[test]
    fn a_line_of_code_that_does_not_fit_goes_on_under_a_mark() {
        let reading = reading(&[(2, "  let x = one + two;\nend".to_owned())], &[1]);
        let layout = Layout::new(&reading, Scope::Pane(Pane::Analysis), 14, Options::default());
        assert_eq!(grid(&layout), ["    let x = on", "  ↪ e + two;", "  end", ""]);
    }

    #[test]
    fn a_list_ends_with_a_blank_row_although_its_last_items_stand_elsewhere() {
        let items = [(3, "One."), (3, "Two."), (3, "Three."), (11, "After.")];
        let items: Vec<_> = items.into_iter().map(|(kind, words)| (kind, words.to_owned())).collect();
        let layout = Layout::new(&reading(&items, &[2, 2, 1, 2]), Scope::Pane(Pane::Take), 20, Options::default());
        assert_eq!(grid(&layout), ["  • One.", "  • Two.", "", "After.", ""]);
    }

    #[test]
    fn the_whole_article_names_the_pane_of_each_sentence() {
        let layout = Layout::new(&sample(), Scope::Whole, 41, Options::default());
        let rows = [
            "    The title",
            "",
            "    ¶ What was said",
            "",
            "ac  First the author speaks. Then a",
            "ca  claim. And another one. The author",
            "    again.",
            "",
            "c   Only a claim here.",
            "",
            "    ¶ Nothing of note",
            "",
            "    Sign up.",
            "",
            "a     • An item that is long enough to",
            "        be broken.",
            "",
            "a   Name │ Share of the market",
            "t   A    │ 34.4 %",
            "",
        ];
        assert_eq!(grid(&layout), rows);
        let three = reading(&[(11, "It rose. They fear it. Sell.".to_owned())], &[0, 1, 2]);
        let layout = Layout::new(&three, Scope::Whole, 41, Options::default());
        assert_eq!(grid(&layout), ["cat It rose. They fear it. Sell.", ""]);
    }
}
