/** What libbpf, bpftool and veristat say around the logs of programs. */
export type WrapperLine =
  | { readonly kind: 'begin'; readonly program: string | null }
  | { readonly kind: 'end' }
  /** The object has this program (libbpf's debug output). */
  | { readonly kind: 'found'; readonly program: string }
  /** This program calls a kernel function (libbpf's debug output). */
  | { readonly kind: 'extern'; readonly program: string; readonly name: string }
  /** Stands before the log of a program that the kernel refused. */
  | { readonly kind: 'refused'; readonly program: string | null; readonly reason: string }
  /** Stands after it, or alone where there is no log. */
  | { readonly kind: 'failed'; readonly program: string; readonly reason: string }
  /**
   * cilium/ebpf: why a program was refused, with the last lines of its log after colons; the log may
   * follow.
   */
  | {
      readonly kind: 'summary';
      readonly program: string | null;
      readonly reason: string;
      readonly said: readonly string[];
    }
  /** Anything else they say. */
  | { readonly kind: 'said' };

const BEGIN = /^(?:libbpf: )?(?:prog '([^']*)': )?-- BEGIN (?:PROG LOAD|DUMP) LOG --/;
const END = /^(?:libbpf: )?-- END (?:PROG LOAD )?LOG --/;
const FOUND = /^libbpf: sec '([^']*)': found program '([^']*)'/;
const EXTERN = /^libbpf: prog '([^']*)': found extern #\d+ '([^']*)'/;
/** libbpf before 0.7 names no program here. */
const REFUSED = /^libbpf: (?:prog '([^']*)': BPF|load bpf) program (?:load )?failed: (.*)$/;
const FAILED = /^libbpf: prog '([^']*)': failed to load: (.*)$/;
const SUMMARY =
  /(?:\bprogram (\w+): )?\bload program: ((?:permission denied|invalid argument|operation not supported|argument list too long|no space left on device|bad address|operation not permitted|cannot allocate memory)\b)(?:: ?(.*))?$/;
const VERISTAT = /^PROCESSING \S+?\/(\S+?), .*VERDICT: \w+/;

/** null for a line that none of them says. `line` has no prefixes and no blanks around it. */
export function wrapperLine(line: string): WrapperLine | null {
  if (line.includes('load program: ')) return summaryLine(line);
  const first = line.charCodeAt(0);
  // "-", "E", "P", "l", "p": a quick no to most other lines.
  if (first !== 0x2d && first !== 0x45 && first !== 0x50 && first !== 0x6c && first !== 0x70)
    return null;
  const [begin, program = null] = BEGIN.exec(line) ?? [];
  if (begin !== undefined) return { kind: 'begin', program };
  if (END.test(line)) return { kind: 'end' };
  const [, processed] = VERISTAT.exec(line) ?? [];
  if (processed !== undefined) return { kind: 'begin', program: processed };
  if (line.startsWith('libbpf:')) return libbpfLine(line);
  return line.startsWith('Error: ') ? { kind: 'said' } : null;
}

function summaryLine(line: string): WrapperLine | null {
  const [, program = null, reason, rest = ''] = SUMMARY.exec(line) ?? [];
  if (reason === undefined) return null;
  const said = rest.replace(/ \((?:truncated, )?\d+ line\(s\) omitted\).*$/, '').split(': ');
  return { kind: 'summary', program, reason, said: said.filter((part) => part !== '') };
}

function libbpfLine(line: string): WrapperLine {
  const [, section, found] = FOUND.exec(line) ?? [];
  // Functions in .text are parts of other programs.
  if (found !== undefined)
    return section === '.text' ? { kind: 'said' } : { kind: 'found', program: found };
  const [, caller, name] = EXTERN.exec(line) ?? [];
  if (caller !== undefined) return { kind: 'extern', program: caller, name: name ?? '' };
  const [, refused = null, reason] = REFUSED.exec(line) ?? [];
  if (reason !== undefined) return { kind: 'refused', program: refused, reason };
  const [, failed, why] = FAILED.exec(line) ?? [];
  if (failed !== undefined) return { kind: 'failed', program: failed, reason: why ?? '' };
  return { kind: 'said' };
}
