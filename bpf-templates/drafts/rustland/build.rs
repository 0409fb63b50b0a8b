// SPDX-License-Identifier: GPL-2.0-only
//! The scheduler is compiled before its program, which carries it: by make, which knows how. When make has
//! started cargo, its settings come along in the environment.

use std::process::Command;

const OBJECT: &str = "build/rustland.bpf.o";

fn main() {
    let status = Command::new("make").arg(OBJECT).status();
    if !status.is_ok_and(|status| status.success()) {
        panic!("make could not build {OBJECT}");
    }
    println!("cargo:rustc-env=SCHEDULER_OBJECT={}/{OBJECT}", env!("CARGO_MANIFEST_DIR"));
    println!("cargo:rerun-if-changed={OBJECT}");
    println!("cargo:rerun-if-changed=rustland.bpf.c");
}
