/** Builds Rust projects with nothing but cargo, offline, as programs that run on every target. */
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE } from '../lab-target';
import { RUST_PACKAGES } from './packages';

const run = promisify(execFile);
const { root, libraries, crates } = RUST_PACKAGES;

const TARGET = 'x86_64-unknown-linux-gnu';
/** libbpf-sys names its libraries in the wrong order for static ones; rustc puts libc before them. */
const FLAGS = [
  ...['-C', 'target-feature=+crt-static', '-L', `native=${libraries}`],
  ...['-C', `link-arg=--sysroot=${root}`, '-C', 'link-args=-lelf -lz -lc'],
];
/** Lines of a user's .cargo/config.toml. With a target, build scripts are linked as ever. */
export const CARGO_CONFIGURATION = [
  'source.crates-io.replace-with="debian"',
  `source.debian.directory=${JSON.stringify(crates)}`,
  `build.target="${TARGET}"`,
  `target.${TARGET}.rustflags=${JSON.stringify(FLAGS)}`,
];

export const CARGO_ENVIRONMENT = {
  CARGO_HOME: join(CACHE, 'rust/home'), // No configuration of the user's.
  CARGO_TARGET_DIR: join(CACHE, 'rust/target'),
  PATH: `/usr/bin:${process.env['PATH'] ?? ''}`, // Debian's cargo before others.
};

export interface BuiltProgram {
  /** Absolute. */
  readonly path: string;
  remove(): void;
}

/** Builds a copy of `project`, whose program is `name`; the crates that it needs are compiled once. */
export async function cargoBuild(
  project: string,
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<BuiltProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'scx-cargo-'));
  cpSync(project, folder, { recursive: true });
  const configuration = CARGO_CONFIGURATION.flatMap((line) => ['--config', line]);
  await run('cargo', ['build', '--release', '--offline', ...configuration], {
    cwd: folder,
    env: { ...environment, ...CARGO_ENVIRONMENT },
  });
  const path = join(folder, name);
  copyFileSync(join(CARGO_ENVIRONMENT.CARGO_TARGET_DIR, TARGET, 'release', name), path);
  return {
    path,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
