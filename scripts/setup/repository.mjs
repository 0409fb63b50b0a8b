import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What tests and `npm start` download, build and keep between runs; ignored by git. */
export const CACHE = join(REPOSITORY, '.cache');
