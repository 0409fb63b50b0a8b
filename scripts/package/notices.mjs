import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../setup/repository.mjs';
import { SetupError } from '../setup/command.mjs';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
const RULE = '-'.repeat(78);

/** Packages copied beside the bundles rather than into them (build/bundle.mjs). */
const COPIED = ['@vscode/codicons'];

/** Folders below node_modules that bundles have code of, `@scope/name` or `a/node_modules/b`. */
function bundledPackages(bundles) {
  const folders = new Set(COPIED.map((name) => `node_modules/${name}`));
  for (const { metafile } of bundles) {
    for (const path of Object.keys(metafile.inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].sort();
}

async function noticeOf(folder) {
  const path = join(REPOSITORY, folder);
  const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  const files = (await readdir(path)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), 'utf8')));
  if (texts.length === 0 && license === undefined) {
    throw new SetupError(`Could not package the extension: ${folder} names no licence.`);
  }
  return [`${name} ${version} (${license})`, '', ...texts.map((text) => text.trim()), ''].join(
    '\n',
  );
}

/** The licences of everything that the bundles contain, as one text. */
export async function thirdPartyNotices(bundles) {
  const notices = await Promise.all(bundledPackages(bundles).map(noticeOf));
  return `SCX Studio contains these packages.\n\n${notices.join(`\n${RULE}\n`)}`;
}
