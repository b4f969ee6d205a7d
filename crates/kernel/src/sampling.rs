//! What a part that was looked at says of the whole; pure.

use crate::limits;

/// The quantile of the normal distribution that leaves 2.5 % on either side.
const Z: f64 = 1.959_963_984_540_054;
/// What is left of certainty: 5 %.
const RISK: f64 = 0.05;
/// Sums of probabilities are compared with this slack.
const SLACK: f64 = 1e-12;

/// The interval that holds a share with 95 % confidence, in ten-thousandths, by Wilson's score (E. B. Wilson, 1927, J. Am. Stat. Assoc. 22,
/// 209-212), rounded outwards; none of nothing.
pub fn wilson(numerator: i64, denominator: i64) -> Option<(i64, i64)> {
    if denominator <= 0 || !(0..=denominator).contains(&numerator) {
        return None;
    }
    let (n, share) = (denominator as f64, numerator as f64 / denominator as f64);
    let whole = 1.0 + Z * Z / n;
    let centre = share + Z * Z / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let low = ((centre - reach) / whole * 10_000.0 + SLACK).floor();
    let high = ((centre + reach) / whole * 10_000.0 - SLACK).ceil();
    Some((low.clamp(0.0, 10_000.0) as i64, high.clamp(0.0, 10_000.0) as i64))
}

/// How many of a whole are faulty at most, with 95 % confidence, when so many faults were found in so many that were drawn without putting
/// back: the largest number of faults under which finding so few is not rarer than 5 % (the exact one-sided bound of the hypergeometric
/// distribution, J. P. Buonaccorsi, 1987, Am. Stat. 41, 215-218). Of all that was looked at it is what was found. None where the numbers
/// cannot be.
pub fn faulty_at_most(whole: i64, drawn: i64, found: i64) -> Option<i64> {
    if !(0..=limits::SAMPLED_WHOLE_MAX).contains(&whole) || !(0..=whole).contains(&drawn) || !(0..=drawn).contains(&found) {
        return None;
    }
    let logs = logs_of_factorials(whole);
    let choose = |n: i64, k: i64| logs[n as usize] - logs[k as usize] - logs[(n - k) as usize];
    let as_few = |faulty: i64| {
        let least = (drawn - (whole - faulty)).max(0);
        let all = choose(whole, drawn);
        (least..=found.min(faulty)).map(|k| (choose(faulty, k) + choose(whole - faulty, drawn - k) - all).exp()).sum::<f64>()
    };
    // The more are faulty, the rarer it is to find so few.
    let (mut low, mut high) = (found, whole - (drawn - found));
    while low < high {
        let middle = low + (high - low + 1) / 2;
        if as_few(middle) > RISK + SLACK { low = middle } else { high = middle - 1 }
    }
    Some(low)
}

fn logs_of_factorials(most: i64) -> Vec<f64> {
    let mut sum = 0.0;
    let later = (1..=most).map(|n| {
        sum += (n as f64).ln();
        sum
    });
    [0.0].into_iter().chain(later).collect()
}

#[cfg(test)]
mod tests {
    use super::{faulty_at_most, wilson};
    use crate::limits::SAMPLED_WHOLE_MAX;
    use proptest::prelude::*;

    #[test]
    fn cl_09_wilson_gives_the_published_intervals() {
        // R. G. Newcombe, 1998, Stat. Med. 17, 857-872, table I, method 3: 81/263, 15/148, 0/20, 1/29.
        assert_eq!(wilson(81, 263), Some((2_552, 3_663)));
        assert_eq!(wilson(15, 148), Some((623, 1_605)));
        assert_eq!(wilson(0, 20), Some((0, 1_612)));
        assert_eq!(wilson(1, 29), Some((61, 1_718)));
        assert_eq!((wilson(0, 0), wilson(3, 2), wilson(-1, 2)), (None, None, None));
    }

    #[test]
    fn cl_09_the_bound_agrees_with_the_sample_sizes_of_the_audit_plan() {
        // How many are drawn to be 95 % sure to see at least one fault: with as many, none found proves fewer; with one less it does not.
        let plan = [
            (500, [(2, 129), (5, 56), (1, 225)]),
            (1_500, [(2, 142), (5, 58), (1, 271)]),
            (5_000, [(2, 147), (5, 59), (1, 290)]),
            (50_000, [(2, 149), (5, 59), (1, 298)]),
        ];
        for (whole, sizes) in plan {
            for (percent, drawn) in sizes {
                let faulty = whole * percent / 100;
                assert!(faulty_at_most(whole, drawn, 0) < Some(faulty), "{whole} {percent} {drawn}");
                assert!(faulty_at_most(whole, drawn - 1, 0) >= Some(faulty), "{whole} {percent} {drawn}");
            }
        }
    }

    #[test]
    fn cl_09_a_whole_that_cannot_be_has_no_bound() {
        assert_eq!(faulty_at_most(10, 11, 0), None);
        assert_eq!(faulty_at_most(10, 5, 6), None);
        assert_eq!(faulty_at_most(SAMPLED_WHOLE_MAX + 1, 5, 0), None);
        assert!(faulty_at_most(SAMPLED_WHOLE_MAX, 59, 0).is_some());
        assert_eq!((faulty_at_most(0, 0, 0), faulty_at_most(10, 0, 0)), (Some(0), Some(10)));
    }

    proptest! {
        #[test]
        fn cl_09_all_looked_at_means_certain_and_more_found_means_more(whole in 1_i64..400, drawn in 0_i64..400, found in 0_i64..400) {
            let drawn = drawn.min(whole);
            let found = found.min(drawn);
            prop_assert_eq!(faulty_at_most(whole, whole, found), Some(found));
            let at_most = faulty_at_most(whole, drawn, found).unwrap();
            prop_assert!((found..=whole - (drawn - found)).contains(&at_most));
            if found < drawn {
                prop_assert!(faulty_at_most(whole, drawn, found + 1).unwrap() >= at_most);
            }
        }

        #[test]
        fn cl_09_wilson_holds_the_share(n in 1_i64..5_000, k in 0_i64..5_000) {
            let k = k.min(n);
            let (low, high) = wilson(k, n).unwrap();
            let share = crate::measure::share(k, n).unwrap();
            prop_assert!(0 <= low && low <= share && share <= high && high <= 10_000);
        }
    }
}
