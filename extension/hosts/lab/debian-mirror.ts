/**
 * Which of the machine's configured package repositories is Debian's own archive. Pure.
 *
 * Input is what `apt-get indextargets --format` prints with this format, one target a line. Origin is
 * known only after an `apt-get update`; before, apt leaves its placeholder in the text.
 */
export const INDEX_TARGET_FORMAT = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)';

const DEBIAN_RELEASE =
  /^(?:bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)(?:-updates|-backports)?\/?$/;

/**
 * Addresses of mirrors that may hold Debian's suites, the likeliest first, each once. Repositories of
 * others (their release or component names differ) and the security archive are left out.
 */
export function debianMirrors(indexTargets: string): string[] {
  const targets = indexTargets
    .split('\n')
    .map((line) => line.trim().split('|'))
    .map(([uri = '', release = '', component = '', origin = '']) => ({
      uri,
      release,
      component,
      origin,
    }))
    .filter(
      ({ uri, release, component }) =>
        uri !== '' && component === 'main' && DEBIAN_RELEASE.test(release),
    )
    .filter(({ origin }) => origin === 'Debian' || origin === '' || origin.startsWith('$'));
  const likelihood = ({ uri, origin }: { uri: string; origin: string }) =>
    (origin === 'Debian' ? 0 : 2) + (/\/debian\/?$/.test(uri) ? 0 : 1);
  const sorted = targets.sort((a, b) => likelihood(a) - likelihood(b));
  return [...new Set(sorted.map(({ uri }) => uri))];
}
