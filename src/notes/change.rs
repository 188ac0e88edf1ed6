//! A change to the annotations, with its inverse: undo and the store use the same value.

use super::annotation::Annotation;
use crate::article::identity::DocumentId;

/// One change; one change is one transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new annotation.
    Add(Box<Annotation>),
    /// The same annotation before and after: body, place or both.
    Edit {
        /// As it was.
        before: Box<Annotation>,
        /// As it is.
        after: Box<Annotation>,
    },
    /// An annotation goes to the trash, where it stays.
    Remove(Box<Annotation>),
}

impl Change {
    /// The change that takes this one back; `inverse` of it is this one again.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Add(annotation) => Self::Remove(annotation.clone()),
            Self::Edit { before, after } => Self::Edit { before: after.clone(), after: before.clone() },
            Self::Remove(annotation) => Self::Add(annotation.clone()),
        }
    }

    /// The annotation that it is about, as it is after the change (before it, where it is removed).
    pub fn annotation(&self) -> &Annotation {
        match self {
            Self::Add(annotation) | Self::Remove(annotation) => annotation,
            Self::Edit { after, .. } => after,
        }
    }

    /// Makes the change one on another document: the same one, by the name it has in the store.
    pub fn move_to(&mut self, document: DocumentId) {
        match self {
            Self::Add(annotation) | Self::Remove(annotation) => annotation.document = document,
            Self::Edit { before, after } => (before.document, after.document) = (document, document),
        }
    }
}
