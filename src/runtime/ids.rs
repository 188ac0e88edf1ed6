//! Ids for what the reader writes: UUIDs of version 7. Any key may need one and few do, so the system is asked for the
//! randomness of many at once.

#![allow(clippy::disallowed_methods, reason = "ids are made here")]

use jiff::Timestamp;
use uuid::{Builder, Uuid};

use crate::notes::annotation::AnnotationId;

/// Random bytes of an id (RFC 9562, section 5.7).
const BYTES: usize = 10;

/// Ids that randomness is asked for at once.
const AT_ONCE: usize = 64;

/// Where ids come from: each is another than all before and, within a run, greater.
#[derive(Debug)]
pub(super) struct Ids {
    /// Randomness of which nothing has been used yet.
    random: Vec<[u8; BYTES]>,
    /// The id before.
    last: Uuid,
}

impl Ids {
    pub(super) const fn new() -> Self {
        Self { random: Vec::new(), last: Uuid::nil() }
    }

    /// An id made at `now`.
    pub(super) fn next(&mut self, now: Timestamp) -> AnnotationId {
        let id = match (u64::try_from(now.as_millisecond()), self.random()) {
            (Ok(millis), Some(random)) => Builder::from_unix_timestamp_millis(millis, &random).into_uuid(),
            _ => Uuid::now_v7(),
        };
        // Of two made in one millisecond, or across a clock that was set back, the later is the greater, too.
        self.last = id.max(Uuid::from_u128(self.last.as_u128().wrapping_add(1)));
        AnnotationId(self.last)
    }

    /// The randomness of one id, which no other gets; none where the system gives none.
    fn random(&mut self) -> Option<[u8; BYTES]> {
        if self.random.is_empty() {
            let mut bytes = [[0; BYTES]; AT_ONCE];
            getrandom::fill(bytes.as_flattened_mut()).ok()?;
            self.random.extend(bytes);
        }
        self.random.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_new_and_greater_whatever_the_clock_says() {
        let mut ids = Ids::new();
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        let clock = [1_700_000_000_000, 1_700_000_000_000, 1_700_000_000_001, 1_600_000_000_000, -5];
        let made: Vec<_> = clock.iter().cycle().take(5 * AT_ONCE).map(|millis| ids.next(at(*millis)).0).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122));
        let mut others = Ids::new();
        assert_ne!(others.next(at(clock[0])), Ids::new().next(at(clock[0])));
        let (seconds, nanos) = made[0].get_timestamp().unwrap().to_unix();
        assert_eq!((seconds, nanos), (1_700_000_000, 0));
    }
}
