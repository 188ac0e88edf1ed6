//! What a block of marked-up prose leaves to the one after it.

use super::block::BlockKind;

/// What a block leaves to the one after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Last {
    /// It ended in quotation marks, or was a quotation.
    Quoted,
    /// It ended in a colon.
    Introducing,
    /// It was set apart for its form.
    Aside,
    #[default]
    Other,
}

impl Last {
    /// What a block of that kind and of these words leaves.
    pub(super) fn of(kind: BlockKind, words: &str) -> Self {
        match words.chars().rev().find(|c| !c.is_whitespace()) {
            _ if matches!(kind, BlockKind::Quotation { .. }) => Self::Quoted,
            Some('"' | '”' | '“' | '»') => Self::Quoted,
            Some(':') => Self::Introducing,
            _ => Self::Other,
        }
    }
}
