/** python3 in a lab: this machine's own program with the modules that the scripts for targets use. */
import { execFileSync } from 'node:child_process';
import type { Guest } from './foreign-schedulers';

const PYTHON = '/usr/bin/python3';
/** Files of all modules that are loaded then. */
const LIST_FILES = `
import ctypes, encodings.ascii, os, re, struct, subprocess, sys, sysconfig
print(os.path.join(sysconfig.get_paths()["stdlib"], "os.py"))
for module in list(sys.modules.values()):
    print(getattr(module, "__file__", None) or "")
`;

/** What the lab has already stays: its programs run with it. */
const TAKE_MISSING = `umask 022 && mkdir /tmp/python && cd /tmp/python && tar -xz && find . -type f | while read -r file; do
	[ -e "/$file" ] || { mkdir -p "/\${file%/*}" && mv "$file" "/$file"; }
done; rm -r /tmp/python`;

export async function addPython(lab: Guest): Promise<void> {
  const said = execFileSync(PYTHON, ['-I', '-c', LIST_FILES], { encoding: 'utf8' });
  const files = said.split('\n').filter((path) => /^\/.*\.(?:py|so)$/.test(path));
  const linked = librariesOf([PYTHON, ...files.filter((path) => path.endsWith('.so'))]);
  const paths = [...new Set([PYTHON, ...files, ...linked])].map((path) => path.slice(1));
  const archive = execFileSync('tar', ['-czh', '-C', '/', ...paths], { maxBuffer: 1 << 28 });
  await lab.send(archive, TAKE_MISSING);
}

/** By the names that programs ask for. */
function librariesOf(programs: readonly string[]): string[] {
  const said = execFileSync('ldd', programs, { encoding: 'utf8' });
  return [...said.matchAll(/=> (\/\S+)/g)].map(([, path]) => path!);
}
