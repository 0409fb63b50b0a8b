import type { Problem } from '../../core/findings/problem';
import { runsOn, type ProgramFile } from '../../core/sched-ext/program-file';
import type { TargetFacts } from '../../core/sched-ext/target';

const BUILD_THERE = 'build it on the target';
const BUILD_STATIC =
  'Link it statically (C: cc -static; Rust: RUSTFLAGS="-C target-feature=+crt-static" cargo build --target x86_64-unknown-linux-gnu, with static libbpf and libelf)';

/** What speaks against running this file there; null when nothing does. `name` is the program's. */
export function programProblem(
  name: string,
  file: ProgramFile | null,
  facts: TargetFacts,
  target: string,
): Problem | null {
  if (file === null) {
    return cannotRun(
      'no-program',
      `Could not run ${name}: it is no program that Linux starts by itself (ELF)`,
      'Name the program that your build makes. A script stays where its interpreter and modules are: run it on the target.',
    );
  }
  if (file.kind === 'object') {
    return cannotRun(
      'no-program',
      `Could not run ${name}: it is an object file, and no program`,
      'Name the loader program that your build makes of it, or load the .bpf.c itself with "load".',
    );
  }
  if (runsOn(file, facts.machine)) return null;
  return cannotRun(
    'wrong-machine',
    `Could not run ${name} on ${target}: it is built for ${file.machine}, and the target is ${facts.machine}`,
    `Build it for ${facts.machine}, or ${BUILD_THERE}.`,
  );
}

export function unreadableProgram(path: string): Problem {
  return cannotRun(
    'no-program',
    `Could not run ${path}: there is no such file, or it cannot be read`,
    'Build the loader first, or correct its path.',
  );
}

/** What the shell or the dynamic loader says when a program cannot be started at all. */
export function startProblem(
  name: string,
  { interpreter }: ProgramFile,
  target: string,
  { exitStatus, output }: { exitStatus: number | null; output: readonly string[] },
): Problem | null {
  const detail = output.slice(-10).join('\n');
  const lacks = (what: string) =>
    cannotRun(
      'library-missing',
      `Could not run ${name} on ${target}: the target lacks ${what}`,
      `${BUILD_STATIC}, or ${BUILD_THERE}.`,
      detail,
    );
  const library = /error while loading shared libraries: ([^:]+):/.exec(detail)?.[1];
  const muslLibrary = /Error loading shared library ([^:]+):/.exec(detail)?.[1];
  const version = /version `([^']+)' not found/.exec(detail)?.[1];
  const lacking = library ?? muslLibrary ?? version;
  if (lacking !== undefined && exitStatus !== 0) return lacks(lacking);
  if (exitStatus === 127 && interpreter !== null && /not found|No such file/.test(detail)) {
    return lacks(`the program's dynamic loader ${interpreter}`);
  }
  if (exitStatus !== 126) return null;
  return cannotRun(
    'program-refused',
    `Could not run ${name} on ${target}: the target refuses to start it`,
    `${BUILD_STATIC}, or ${BUILD_THERE}.`,
    detail,
  );
}

export function neverLoaded(
  name: string,
  target: string,
  seconds: number,
  output: readonly string[],
): Problem {
  return cannotRun(
    'never-loaded',
    `Could not load by ${name} on ${target}: it ran for ${seconds} s, and the kernel still ran no scheduler of it`,
    'Look at what it said. If it needs longer, give it more time; if it waits for something, give it its arguments.',
    output.slice(-10).join('\n'),
  );
}

export function noFolder(name: string, target: string, causes: string): Problem {
  return cannotRun(
    'no-storage',
    `Could not send ${name} to ${target}: no folder there takes it and lets programs run`,
    'Free space in /tmp on the target, or set TMPDIR there to a folder that is not mounted noexec.',
    causes.replaceAll('; ', '\n'),
  );
}

function cannotRun(code: string, message: string, nextStep: string, detail = ''): Problem {
  return { kind: code === 'no-program' ? 'usage' : 'target', code, message, nextStep, detail };
}
