//! Time: the processor's and the wall's.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// What something took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// Seconds of processor of the whole process.
    pub cpu: f64,
    /// Seconds on the wall.
    pub wall: f64,
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// The wall's clock.
#[expect(clippy::disallowed_methods, reason = "a bench measures")]
pub fn now() -> Instant {
    Instant::now()
}

/// Does it once.
pub fn once<T>(work: impl FnOnce() -> T) -> (Took, T) {
    let (before, start) = (cpu(), now());
    let done = work();
    let wall = start.elapsed();
    (Took { cpu: cpu() - before, wall: Duration::as_secs_f64(&wall) }, done)
}

/// The least that one of `each` took, over several rounds: other work on the machine only ever adds.
pub fn least(rounds: usize, each: usize, mut work: impl FnMut()) -> Took {
    let mut least = Took { cpu: f64::MAX, wall: f64::MAX };
    for _ in 0..rounds {
        let (took, ()) = once(|| (0..each).for_each(|_| work()));
        least.cpu = least.cpu.min(took.cpu / each as f64);
        least.wall = least.wall.min(took.wall / each as f64);
    }
    least
}

/// A figure of `/proc/PID/status`, in bytes.
pub fn status(process: &str, name: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}

/// Lets the peak of this process start anew.
pub fn forget_peak() {
    // Where the system does not allow it, the peak is that of the whole run: too high, never too low.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
