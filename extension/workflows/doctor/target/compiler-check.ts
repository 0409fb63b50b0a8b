import { OLDEST_CLANG } from '../../build/compiler';
import { fine, type Check, type Found, type Subject } from '../check';
import type { Examination } from './examination';

const CLANG: Subject = ['target-clang', 'clang'];

/** Used only where the developer's machine has no clang for BPF (remote/build.sh). */
export function compilerCheck({ more }: Pick<Examination, 'more'>): Found {
  const { clang, hasBpfHeaders } = more;
  if (clang === null || clang.version < OLDEST_CLANG) {
    return fine(CLANG, 'none for BPF: only needed where the machine you work on has none');
  }
  const found = `${clang.path}, version ${clang.version}`;
  return fine(CLANG, hasBpfHeaders ? found : `${found}, without libbpf headers`);
}

/** The checks of both machines: what this one can't compile, a target that can makes no obstacle. */
export function relieved(
  local: readonly Found[],
  { more }: Pick<Examination, 'more'>,
): readonly Found[] {
  if ((more.clang?.version ?? 0) < OLDEST_CLANG || !more.hasBpfHeaders) return local;
  return local.map((found) =>
    found.code === 'clang' && found.status === 'missing' ? { ...found, ...BUILT_THERE } : found,
  );
}

const BUILT_THERE: Pick<Check, 'status' | 'effect'> = {
  status: 'warning',
  effect: 'Schedulers are built on the target, by its clang: that is slower',
};
