// SPDX-License-Identifier: GPL-2.0-only
//! The order: of the tasks that wait, the one that ran least for its weight is next.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

const NORMAL_WEIGHT: u64 = 100;
const SLICE_US: u64 = 20_000;
const LEAST_SLICE_US: u64 = 1_000;
/// How far a task that slept, or is new, may be ahead of the others.
const SAVED_UP_NS: u64 = 20_000_000;
/// With more histories than this, those of tasks that are behind the clock are forgotten.
const MOST_HISTORIES: usize = 10_000;

/// What the scheduler tells of a task that waits.
pub struct Task {
    pub pid: i32,
    pub weight: u32,
    /// In all its life.
    pub ran_ns: u64,
}

/// struct rustland_choice of rustland.h.
pub struct Choice {
    pub pid: i32,
    pub slice_us: u32,
}

#[derive(Clone, Copy, Default)]
struct History {
    ran_ns: u64,
    vtime: u64,
}

#[derive(Default)]
pub struct Policy {
    histories: HashMap<i32, History>,
    waiting: BinaryHeap<Reverse<(u64, i32, u32)>>,
    /// The largest vtime of a task that was chosen.
    vtime_now: u64,
}

impl Policy {
    pub fn add(&mut self, task: &Task) {
        if self.histories.len() > MOST_HISTORIES {
            let now = self.vtime_now;
            self.histories.retain(|_, known| known.vtime + SAVED_UP_NS > now);
        }
        let vtime = self.vtime_of(task);
        self.waiting.push(Reverse((vtime, task.pid, task.weight)));
    }

    /// Start here: the order. What a task ran since it was here last counts less for heavy ones.
    fn vtime_of(&mut self, task: &Task) -> u64 {
        let earliest = self.vtime_now.saturating_sub(SAVED_UP_NS);
        let mut known = self.histories.get(&task.pid).copied().unwrap_or_default();
        // A new task may have the pid of one that is gone.
        if known.ran_ns > 0 && task.ran_ns >= known.ran_ns {
            let weight = u64::from(task.weight.max(1));
            known.vtime += (task.ran_ns - known.ran_ns) * NORMAL_WEIGHT / weight;
        } else {
            known.vtime = 0;
        }
        known.vtime = known.vtime.max(earliest);
        known.ran_ns = task.ran_ns;
        self.histories.insert(task.pid, known);
        known.vtime
    }

    /// Who is next. Most that wait are chosen soon, whatever their order is: so heavy ones run longer when
    /// they run, up to four slices.
    pub fn choose(&mut self) -> Option<Choice> {
        let Reverse((vtime, pid, weight)) = self.waiting.pop()?;
        self.vtime_now = self.vtime_now.max(vtime);
        let slice_us = SLICE_US * u64::from(weight) / NORMAL_WEIGHT;
        Some(Choice { pid, slice_us: slice_us.clamp(LEAST_SLICE_US, 4 * SLICE_US) as u32 })
    }

    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }
}
