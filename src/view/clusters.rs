//! Characters of several code points, by number: a cell of the screen has room for a number only.

use std::collections::HashMap;

/// Clusters of several characters that are kept at most, before they are numbered anew.
pub const CLUSTERS: usize = 4096;

/// The numbers of clusters begin here, above all characters.
pub const CLUSTER: u32 = 1 << 31;

/// The clusters of several characters that were drawn, by number. A number is not given twice.
#[derive(Clone, Debug)]
pub struct Clusters {
    /// The number of the first that is kept.
    first: u32,
    pub(super) all: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Default for Clusters {
    fn default() -> Self {
        Self { first: CLUSTER, all: Vec::new(), numbers: HashMap::new() }
    }
}

impl Clusters {
    /// The number of `cluster`, a new one where it has none.
    pub fn number(&mut self, cluster: &str) -> u32 {
        if let Some(number) = self.numbers.get(cluster) {
            return *number;
        }
        let number = self.first.wrapping_add(self.all.len() as u32) | CLUSTER;
        self.all.push(cluster.into());
        self.numbers.insert(cluster.into(), number);
        number
    }

    /// The cluster with `number`.
    pub fn get(&self, number: u32) -> Option<&str> {
        self.all.get(number.wrapping_sub(self.first) as usize).map(|cluster| &**cluster)
    }

    /// Forgets them where they have become too many; whether they had.
    pub fn bound(&mut self) -> bool {
        let are_many = self.all.len() > CLUSTERS;
        if are_many {
            let next = self.first.wrapping_add(self.all.len() as u32);
            *self = Self { first: if next < CLUSTER { CLUSTER } else { next }, ..Self::default() };
        }
        are_many
    }
}
