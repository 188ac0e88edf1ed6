//! What a stretch of a block shows in a scope.

use super::cards::{self, Claim};
use super::layout::{Options, Scope};
use super::links::{self, LinkMark};
use super::measure;
use super::preformatted::{self, Line};
use super::row::{Furniture, Row, RowKind, Run, What};
use super::set::{Frame, numbered_paragraph, paragraph};
use super::words::Item;
use crate::article::block::{Block, BlockKind, Inline, InlineKind, Nesting};
use crate::article::document::{Document, SentenceId};
use crate::article::pane::Pane;
use crate::reading::reading::Reading;
use crate::text::span::Span;

/// Cells at the left of the whole article that say the panes of the sentences: one for each pane, and a blank.
const GUTTER: u16 = 4;
/// The least width at which there is room for them.
const LEAST_BESIDE_GUTTER: u16 = 24;

const fn is_link(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Link(_))
}

/// Which panes hold sentences of a block, by [`Pane::index`].
pub(super) type Presence = [bool; 3];

/// Which panes hold sentences of `block`.
pub(super) fn presence(reading: &Reading, block: usize) -> Presence {
    let mut presence = [false; 3];
    for nth in 0..reading.document().sentences(block).len() {
        if let Some(found) = reading.pane(SentenceId { block, nth }).and_then(|pane| presence.get_mut(pane.index())) {
            *found = true;
            if presence == [true; 3] {
                break;
            }
        }
    }
    presence
}

/// Whether the chips of a block's claims stand in `pane`: in the analysis, unless the rest of the
/// block stands in the take alone. So each claim can be reached from one place, and only from one.
const fn has_chips([_, analysis, take]: Presence, pane: Pane) -> bool {
    match pane {
        Pane::Claims => false,
        Pane::Analysis => analysis || !take,
        Pane::Take => take && !analysis,
    }
}

/// Whether a block with that presence shows anything in `pane`.
pub(super) fn is_shown(presence: Presence, pane: Pane) -> bool {
    let [claims, analysis, take] = presence;
    match pane {
        Pane::Claims => claims,
        Pane::Analysis => analysis || claims && has_chips(presence, pane),
        Pane::Take => take,
    }
}

/// A stretch of one block, to be laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'a> {
    pub(super) reading: &'a Reading,
    pub(super) options: &'a Options,
    pub(super) scope: Scope,
    pub(super) width: u16,
    /// Index of the block.
    pub(super) block: usize,
    /// The stretch of it.
    pub(super) stretch: Span,
    /// Whether it is the last stretch of its block.
    pub(super) last: bool,
    /// Whether what follows stands right below, as an item of the same list does.
    pub(super) is_tight: bool,
    /// Which panes hold sentences of the block.
    pub(super) presence: Presence,
}

impl Unit<'_> {
    /// Its rows, with the blank row that parts it from what follows; none where it shows nothing.
    pub(super) fn rows(&self) -> Vec<Row> {
        let Some(block) = self.document().blocks().get(self.block).copied() else { return Vec::new() };
        let mut rows = match (self.scope, block.kind) {
            (_, BlockKind::Heading { level }) => self.heading(level),
            (Scope::Whole, BlockKind::Boilerplate) => self.plain(RowKind::Boilerplate),
            (Scope::Whole, BlockKind::Rule) => vec![self.rule()],
            (Scope::Pane(_), BlockKind::Boilerplate | BlockKind::Rule) => Vec::new(),
            (Scope::Pane(Pane::Claims), _) => return self.cards(),
            (_, BlockKind::Code) => self.code(),
            (_, BlockKind::Table) => self.table(block),
            (_, kind) => self.prose(kind),
        };
        self.add_bars(&mut rows);
        let mut rows = self.with_interlines(rows);
        if self.scope == Scope::Whole {
            self.add_pane_marks(&mut rows);
        }
        if !rows.is_empty() && self.last && !self.is_tight {
            rows.push(Row::blank());
        }
        rows
    }

    fn document(&self) -> &Document {
        self.reading.document()
    }

    fn text(&self) -> &str {
        self.document().text()
    }

    fn nesting(&self) -> Nesting {
        self.document().blocks().get(self.block).map(|block| block.nesting).unwrap_or_default()
    }

    fn inlines(&self) -> Vec<Inline> {
        self.document().inlines(self.stretch).collect()
    }

    /// The cells that words may fill, `indent` cells further right than the block stands.
    fn frame(&self, indent: u16, kind: RowKind) -> Frame {
        let gutter = self.gutter();
        let indent = indent.saturating_add(self.nesting().indent.into()).min((self.width - gutter) / 3);
        Frame { left: gutter + indent, width: (self.width - gutter - indent).max(1), kind }
    }

    const fn gutter(&self) -> u16 {
        match self.scope {
            Scope::Whole if self.width >= LEAST_BESIDE_GUTTER => GUTTER,
            _ => 0,
        }
    }

    /// The sentences of the stretch with the part of each that lies in it.
    fn sentences(&self) -> impl Iterator<Item = (SentenceId, Span, bool)> + '_ {
        let all = self.document().sentences(self.block);
        let first = all.partition_point(|span| span.end <= self.stretch.start);
        all.iter().enumerate().skip(first).map_while(|(nth, span)| {
            let part = span.intersection(self.stretch)?;
            Some((SentenceId { block: self.block, nth }, part, span.start == part.start))
        })
    }

    /// The number of a claim, as far as it is known: far inside a large document it is not at first.
    fn number(&self, id: SentenceId) -> Option<usize> {
        self.reading.number_soon(id)
    }

    /// The numbers of a sentence's links.
    fn marks(&self, id: SentenceId) -> Vec<LinkMark> {
        self.document().sentence(id).map(|span| links::marks(self.document(), span)).unwrap_or_default()
    }

    fn heading(&self, level: u8) -> Vec<Row> {
        let marked = self.scope != Scope::Whole || level > 1;
        let indent = if marked { 2 } else { 0 };
        let frame = self.frame(indent, RowKind::Heading(level));
        let items = [Item::Words { span: self.stretch, sentence: None }];
        let mut rows = paragraph(self.text(), &items, &self.inlines(), frame);
        if marked && let Some(row) = rows.first_mut() {
            self.hang(row, frame, 1, Furniture::HeadingMark);
        }
        rows
    }

    /// Words that are no sentences.
    fn plain(&self, kind: RowKind) -> Vec<Row> {
        let items = [Item::Words { span: self.stretch, sentence: None }];
        paragraph(self.text(), &items, &self.inlines(), self.frame(0, kind))
    }

    fn rule(&self) -> Row {
        let Frame { left, width, .. } = self.frame(0, RowKind::Rule);
        let runs = vec![Run { column: left, width, what: What::Furniture(Furniture::Rule) }];
        Row { runs, kind: RowKind::Rule }
    }

    /// The claims of the stretch, each with a blank row behind it.
    fn cards(&self) -> Vec<Row> {
        let inlines = self.inlines();
        let linked = inlines.iter().any(is_link);
        let mut rows = Vec::new();
        for (id, span, begins) in self.sentences() {
            if self.reading.pane(id) != Some(Pane::Claims) {
                continue;
            }
            let Some(judgement) = self.reading.judgement(id) else { continue };
            let claim = Claim {
                id,
                span,
                begins,
                number: self.number(id),
                marks: if linked { self.marks(id) } else { Vec::new() },
                kind: judgement.kind,
                source: judgement.source.as_ref(),
            };
            rows.extend(self.with_interlines(cards::card(self.text(), &claim, &inlines, self.width)));
            rows.push(Row::blank());
        }
        rows
    }

    /// What stands in a paragraph: the scope's sentences, and marks for those that stand elsewhere.
    fn items(&self) -> Vec<Item> {
        let Scope::Pane(pane) = self.scope else {
            return self.sentences().map(|(id, span, _)| Item::Words { span, sentence: Some(id) }).collect();
        };
        let chips = has_chips(self.presence, pane);
        let mut items = Vec::new();
        let mut elsewhere = None;
        for (id, span, begins) in self.sentences() {
            match self.reading.pane(id) {
                Some(own) if own == pane => {
                    // Only a gap between two of the pane's sentences is marked.
                    if let Some(gone) = elsewhere.take()
                        && matches!(items.last(), Some(Item::Words { .. }))
                    {
                        items.push(Item::Furniture(Furniture::Elsewhere(gone), 1));
                    }
                    items.push(Item::Words { span, sentence: Some(id) });
                }
                Some(Pane::Claims) if chips => {
                    if begins {
                        items.push(self.chip(id));
                    }
                }
                _ => elsewhere = Some(id),
            }
        }
        items
    }

    fn chip(&self, id: SentenceId) -> Item {
        let number = self.number(id);
        let width = number.map_or(1, |number| measure::columns(&number.to_string())) + 2;
        Item::Furniture(Furniture::Chip(id, number), width)
    }

    fn prose(&self, kind: BlockKind) -> Vec<Row> {
        let (indent, row_kind) = match kind {
            BlockKind::ListItem { ordinal, .. } => {
                let mark = ordinal.map_or(1, |ordinal| measure::columns(&ordinal.to_string()) + 1);
                (mark + 1, RowKind::Text)
            }
            BlockKind::Quotation { .. } => (0, RowKind::Quotation),
            BlockKind::Caption => (0, RowKind::Caption),
            BlockKind::Footnote => (0, RowKind::Footnote),
            _ => (0, RowKind::Text),
        };
        let frame = self.frame(indent, row_kind);
        let (items, inlines) = (self.items(), self.inlines());
        let linked = inlines.iter().any(is_link);
        let marks = items.iter().map(|item| match item {
            Item::Words { sentence: Some(id), .. } if linked => self.marks(*id),
            _ => Vec::new(),
        });
        let marks = marks.flatten().collect::<Vec<_>>();
        let mut rows = numbered_paragraph(self.text(), &items, &inlines, &marks, frame);
        if let BlockKind::ListItem { ordinal, .. } = kind
            && self.is_first()
            && let Some(row) = rows.first_mut()
        {
            let (what, width) = match ordinal {
                Some(ordinal) => (Furniture::Ordinal(ordinal), measure::columns(&ordinal.to_string()) + 1),
                None => (Furniture::Bullet, 1),
            };
            self.hang(row, frame, width, what);
        }
        rows
    }

    /// The bars of the quotations that the block stands in, left of its rows.
    fn add_bars(&self, rows: &mut [Row]) {
        let bars = self.nesting().bars;
        let columns = (0..64u16).filter(|bit| bars & (1 << bit) != 0).map(|bit| self.gutter() + bit);
        let bar = |column| Run { column, width: 1, what: What::Furniture(Furniture::QuoteBar) };
        let last = self.frame(0, RowKind::Quotation).left;
        for row in rows.iter_mut().filter(|_| bars != 0) {
            let first = row.runs.iter().map(|run| run.column).min().unwrap_or(last).min(last);
            row.runs.splice(0..0, columns.clone().take_while(|column| column + 1 < first).map(bar));
        }
    }

    fn is_first(&self) -> bool {
        self.document().blocks().get(self.block).is_some_and(|block| block.span.start == self.stretch.start)
    }

    /// Runs of lines that the scope shows, and between them the chips of those that are claims.
    fn lines(&self, mut set: impl FnMut(&[Line]) -> Vec<Row>) -> Vec<Row> {
        let mut rows = Vec::new();
        let (mut lines, mut chips) = (Vec::new(), Vec::new());
        let chip_rows = |chips: &mut Vec<Item>, rows: &mut Vec<Row>| {
            rows.extend(paragraph(self.text(), chips, &[], self.frame(2, RowKind::Text)));
            chips.clear();
        };
        for (id, span, begins) in self.sentences() {
            match self.scope {
                Scope::Pane(own) if self.reading.pane(id) != Some(own) => {
                    let is_claim = self.reading.pane(id) == Some(Pane::Claims);
                    if is_claim && begins && has_chips(self.presence, own) {
                        rows.extend(set(&lines));
                        lines.clear();
                        chips.push(self.chip(id));
                    }
                }
                _ => {
                    chip_rows(&mut chips, &mut rows);
                    lines.push(Line { span, sentence: Some(id) });
                }
            }
        }
        rows.extend(set(&lines));
        chip_rows(&mut chips, &mut rows);
        rows
    }

    fn code(&self) -> Vec<Row> {
        let frame = self.frame(2, RowKind::Code);
        self.lines(|lines| preformatted::code(self.text(), lines, frame))
    }

    fn table(&self, block: Block) -> Vec<Row> {
        let inlines = self.inlines();
        let head = self.document().sentences(self.block).first().map_or(block.span.start, |first| first.start);
        let frame = self.frame(0, RowKind::Table { head: false });
        self.lines(|lines| preformatted::table(self.text(), lines, &inlines, frame, head))
    }

    /// The same rows, and under each sentence's last row what the reader wrote on it.
    fn with_interlines(&self, rows: Vec<Row>) -> Vec<Row> {
        let block = SentenceId { block: self.block, nth: 0 }..SentenceId { block: self.block + 1, nth: 0 };
        let mut written = self.options.interlines.range(block).peekable();
        if written.peek().is_none() {
            return rows;
        }
        let mut out: Vec<Row> = Vec::with_capacity(rows.len() + 4);
        let left = match self.scope {
            Scope::Pane(Pane::Claims) => cards::indent(self.width),
            _ => self.gutter(),
        };
        for row in rows {
            let ended: Vec<SentenceId> = row
                .content()
                .filter_map(|(_, span, id)| {
                    id.filter(|id| self.document().sentence(*id).is_some_and(|s| s.end == span.end))
                })
                .collect();
            out.push(row);
            for id in ended {
                let count = self.options.interlines.get(&id).map_or(0, Vec::len);
                out.extend((0..count).map(|nth| {
                    let what = What::Furniture(Furniture::Interline(id, nth));
                    let runs = vec![Run { column: left, width: self.width - left, what }];
                    Row { runs, kind: RowKind::Interline(id) }
                }));
            }
        }
        out
    }

    /// Has each row say at its left which panes the sentences that begin on it stand in.
    fn add_pane_marks(&self, rows: &mut [Row]) {
        if self.gutter() == 0 {
            return;
        }
        for row in rows {
            let mut begun = row.content().filter_map(|(_, span, id)| {
                id.filter(|id| self.document().sentence(*id).is_some_and(|sentence| sentence.start == span.start))
            });
            let Some(first) = begun.next() else { continue };
            let last = begun.last().unwrap_or(first);
            let what = What::Furniture(Furniture::PaneMarks(first, last));
            row.runs.insert(0, Run { column: 0, width: GUTTER - 1, what });
        }
    }

    /// Puts a mark of `width` cells left of the words of a row, one blank between, where there is room.
    fn hang(&self, row: &mut Row, frame: Frame, width: u16, what: Furniture) {
        if let Some(column) = frame.left.checked_sub(width + 1).filter(|column| *column >= self.gutter()) {
            row.runs.insert(0, Run { column, width, what: What::Furniture(what) });
        }
    }
}
