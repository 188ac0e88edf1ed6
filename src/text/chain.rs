//! The heaviest chain of pairs that keep their order.

/// Given pairs in the order of their first side, each by its second side (different for each pair)
/// and its weight, tells which of them make the heaviest chain whose second sides rise.
pub fn heaviest(points: &[(u32, f32)]) -> Vec<bool> {
    let mut ranks: Vec<u32> = points.iter().map(|(to, _)| *to).collect();
    ranks.sort_unstable();
    // best[r] holds the heaviest chain that ends at one of a set of ranks (a Fenwick tree of maxima).
    let mut best: Vec<(f32, usize)> = vec![(0.0, usize::MAX); points.len() + 1];
    let mut before = vec![usize::MAX; points.len()];
    for (index, (to, weight)) in points.iter().enumerate() {
        let rank = ranks.partition_point(|other| other < to);
        let (mut sum, mut from) = (0.0, usize::MAX);
        let mut node = rank;
        while node > 0 {
            if let Some((weight, last)) = best.get(node).copied()
                && weight > sum
            {
                (sum, from) = (weight, last);
            }
            node &= node - 1;
        }
        if let Some(slot) = before.get_mut(index) {
            *slot = from;
        }
        let mut node = rank + 1;
        while let Some(slot) = best.get_mut(node) {
            if sum + weight > slot.0 {
                *slot = (sum + weight, index);
            }
            node += node & node.wrapping_neg();
        }
    }
    let mut end = best.iter().fold((0.0, usize::MAX), |top, next| if next.0 > top.0 { *next } else { top }).1;
    let mut chosen = vec![false; points.len()];
    while let Some(slot) = chosen.get_mut(end) {
        *slot = true;
        end = before.get(end).copied().unwrap_or(usize::MAX);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_heavy_pair_beats_two_light_ones() {
        assert_eq!(heaviest(&[(5, 9.0), (1, 2.0), (3, 2.0), (7, 1.0)]), [true, false, false, true]);
        assert_eq!(heaviest(&[]), Vec::<bool>::new());
    }

    proptest! {
        #[test]
        fn no_chain_is_heavier(order in Just((0u32..8).collect::<Vec<_>>()).prop_shuffle(), weights in prop::collection::vec(1u8..9, 8)) {
            let points: Vec<_> = order.iter().zip(&weights).map(|(to, weight)| (*to, f32::from(*weight))).collect();
            let weigh = |chosen: &dyn Fn(usize) -> bool| -> Option<f32> {
                let kept: Vec<_> = points.iter().enumerate().filter(|(i, _)| chosen(*i)).map(|(_, point)| *point).collect();
                kept.is_sorted_by(|a, b| a.0 < b.0).then(|| kept.iter().map(|point| point.1).sum())
            };
            let best = (0u32..256).filter_map(|set| weigh(&|i| set >> i & 1 == 1)).fold(0.0, f32::max);
            let found = heaviest(&points);
            prop_assert_eq!(weigh(&|i| found[i]), Some(best));
        }
    }
}
