// SPDX-License-Identifier: GPL-2.0-only
//! Chooses who is next. The scheduler in the kernel tells over one ring buffer who waits, and carries out
//! the choices that it gets over another one.

mod policy;
mod scheduler;

use std::cell::RefCell;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use libbpf_rs::{RingBufferBuilder, UserRingBuffer};
use policy::{Policy, Task};
use scheduler::{Exit, Scheduler};

const POLL: Duration = Duration::from_millis(10);
const REPORT: Duration = Duration::from_secs(1);
/// In the order of enum rustland_stat.
const COUNTS: [&str; 5] = ["told", "chosen", "gone", "bypassed", "rescued"];

/// CLOCK_MONOTONIC, as the scheduler reads it.
fn now_ns() -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut now) };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

/// struct rustland_task of rustland.h; none if it is something else.
fn read_task(message: &[u8]) -> Option<Task> {
    Some(Task {
        pid: i32::from_ne_bytes(message.get(0..4)?.try_into().ok()?),
        weight: u32::from_ne_bytes(message.get(4..8)?.try_into().ok()?),
        ran_ns: u64::from_ne_bytes(message.get(8..16)?.try_into().ok()?),
    })
}

/// Twice as many as there are CPUs are under way: one runs, one is ready behind it. So the choice is made late.
fn hand_out(choices: &UserRingBuffer, policy: &mut Policy, room: u64) -> Result<u64> {
    let mut sent = 0;
    while sent < room && policy.waiting() > 0 {
        let mut message = choices.reserve(8)?;
        let Some(choice) = policy.choose() else { break };
        message[..4].copy_from_slice(&choice.pid.to_ne_bytes());
        message[4..].copy_from_slice(&choice.slice_us.to_ne_bytes());
        choices.submit(message)?;
        sent += 1;
    }
    Ok(sent)
}

fn report(scheduler: &Scheduler, policy: &Policy) -> Result<()> {
    print!("waiting {}", policy.waiting());
    for (slot, name) in COUNTS.iter().enumerate() {
        print!(" {name} {}", scheduler.count(slot as u32)?);
    }
    println!();
    Ok(())
}

/// Until somebody or the kernel ends it. Each round is a sign of life.
fn choose(scheduler: &Scheduler, wants_end: &AtomicBool) -> Result<()> {
    let policy = RefCell::new(Policy::default());
    let waiting = scheduler.map("waiting")?;
    let mut rings = RingBufferBuilder::new();
    rings.add(&waiting, |message| {
        if let Some(task) = read_task(message) {
            policy.borrow_mut().add(&task);
        }
        0
    })?;
    let rings = rings.build()?;
    let choices = UserRingBuffer::new(&scheduler.map("choices")?)?;
    let under_way = 2 * std::thread::available_parallelism()?.get() as u64;
    let (mut sent, mut reported) = (0, Instant::now());
    while !wants_end.load(Ordering::Relaxed) && scheduler.exit()?.is_none() {
        scheduler.say_alive(now_ns())?;
        rings.poll(POLL).or_else(|error| match error.kind() {
            libbpf_rs::ErrorKind::Interrupted => Ok(()),
            _ => Err(error),
        })?;
        let room = (scheduler.taken()? + under_way).saturating_sub(sent);
        sent += hand_out(&choices, &mut policy.borrow_mut(), room)?;
        if reported.elapsed() >= REPORT {
            report(scheduler, &policy.borrow())?;
            reported = Instant::now();
        }
    }
    Ok(())
}

fn main() -> Result<ExitCode> {
    let wants_end = Arc::new(AtomicBool::new(false));
    let flag = wants_end.clone();
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))?;
    let mut scheduler = Scheduler::load()?;
    // A page that has to be read from a disk would wait for tasks that wait for this program.
    if unsafe { libc::mlockall(libc::MCL_CURRENT | libc::MCL_FUTURE | libc::MCL_ONFAULT) } != 0 {
        eprintln!("Memory is not locked: {}", std::io::Error::last_os_error());
    }
    scheduler.say_alive(now_ns())?;
    let link = scheduler.attach()?;
    let chosen = choose(&scheduler, &wants_end);
    drop(link); // The kernel has called `exit` when this returns.
    let Some(Exit { is_error, words }) = scheduler.exit()? else {
        return chosen.map(|()| ExitCode::SUCCESS);
    };
    eprintln!("EXIT: {words}");
    chosen?;
    Ok(if is_error { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
