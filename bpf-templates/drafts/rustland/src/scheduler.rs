// SPDX-License-Identifier: GPL-2.0-only
//! The part in the kernel, rustland.bpf.c: loads it, and reads and writes what both parts share.

use std::ffi::CStr;

use anyhow::{ensure, Context, Result};
use libbpf_rs::{Link, Map, MapCore, MapFlags, Object, ObjectBuilder, OpenObject};

/// libelf reads it where it is, which wants numbers at places that suit them.
#[repr(C, align(8))]
struct Aligned<T: ?Sized>(T);

/// The scheduler, compiled for the kernel that it is to run on.
static OBJECT: &Aligned<[u8]> = &Aligned(*include_bytes!(env!("SCHEDULER_OBJECT")));

/// The only slot of a map that holds variables.
const FIRST: [u8; 4] = [0; 4];
/// Where the fields of struct user_exit_info are (include/scx/user_exit_info.h).
const REASON: usize = 16;
const MESSAGE: usize = REASON + 128;
/// Kinds of exit up to here are no errors (enum scx_exit_kind, kernel/sched/ext.c 6.12).
const LAST_GOOD_EXIT: i32 = 1023;

pub struct Scheduler {
    object: Object,
}

pub struct Exit {
    pub is_error: bool,
    pub words: String,
}

/// A variable that has a section of its own, which libbpf makes a map of.
fn set_constant(object: &mut OpenObject, section: &str, value: &[u8]) -> Result<()> {
    let mut maps = object.maps_mut();
    let mut map = maps.find(|map| map.name() == section).with_context(|| format!("no {section}"))?;
    Ok(map.set_initial_value(value)?)
}

impl Scheduler {
    /// The kernel's verifier has passed it when this returns; it does not run yet.
    pub fn load() -> Result<Self> {
        let mut builder = ObjectBuilder::default();
        let mut object = builder.name("rustland")?.open_memory(&OBJECT.0)?;
        let pid = std::process::id() as i32;
        set_constant(&mut object, ".rodata.program", &pid.to_ne_bytes())?;
        Ok(Self { object: object.load()? })
    }

    /// It runs until the link is dropped, or the kernel throws it out.
    pub fn attach(&mut self) -> Result<Link> {
        let ops = self.object.maps_mut().find(|map| map.name() == "rustland_ops");
        ops.context("the object has no scheduler")?
            .attach_struct_ops()
            .context("could not attach the scheduler: is another one loaded?")
    }

    pub fn map(&self, name: &str) -> Result<Map<'_>> {
        let found = self.object.maps().find(|map| map.name() == name);
        found.with_context(|| format!("the scheduler has no map {name}"))
    }

    /// A sign of life. Without one for a while, CPUs choose by themselves.
    pub fn say_alive(&self, now_ns: u64) -> Result<()> {
        let alive = self.map(".bss.alive")?;
        Ok(alive.update(&FIRST, &now_ns.to_ne_bytes(), MapFlags::ANY)?)
    }

    /// How many choices the CPUs have taken over since the beginning.
    pub fn taken(&self) -> Result<u64> {
        let taken = self.map(".bss.taken")?.lookup(&FIRST, MapFlags::ANY)?;
        number(taken.as_deref().unwrap_or_default())
    }

    /// How often something was counted, on all CPUs.
    pub fn count(&self, slot: u32) -> Result<u64> {
        let counts = self.map("stats")?.lookup_percpu(&slot.to_ne_bytes(), MapFlags::ANY)?;
        counts.unwrap_or_default().iter().map(|count| number(count)).sum()
    }

    /// Why it ended; none while it runs.
    pub fn exit(&self) -> Result<Option<Exit>> {
        let info = self.map(".bss.uei")?.lookup(&FIRST, MapFlags::ANY)?;
        let info = info.context("the scheduler's exit information is gone")?;
        let text = |offset: usize| {
            let text = CStr::from_bytes_until_nul(&info[offset..]);
            text.map_or("".into(), CStr::to_string_lossy)
        };
        let kind = i32::from_ne_bytes(info[..4].try_into()?);
        let words = match text(MESSAGE) {
            message if message.is_empty() => text(REASON).into_owned(),
            message => format!("{} ({message})", text(REASON)),
        };
        Ok((kind != 0).then_some(Exit { is_error: kind > LAST_GOOD_EXIT, words }))
    }
}

fn number(bytes: &[u8]) -> Result<u64> {
    ensure!(bytes.len() >= 8, "the scheduler's variables have another size");
    Ok(u64::from_ne_bytes(bytes[..8].try_into()?))
}
