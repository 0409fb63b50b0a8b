/**
 * npm run bench:corpus -- [FOLDER]: how often findings are right. FOLDER holds logs of others with an
 * index.tsv. Exits 1 when fewer are right than asked for; `--missed` names those that are wrong.
 */
import { collectedLogs } from './collected-logs';
import { scoreCollected } from './score-collected';
import { scoreOwn } from './score-own';

const args = process.argv.slice(2);
const folders = args.filter((arg) => !arg.startsWith('--'));
const scores = [
  ...scoreOwn(),
  ...folders.flatMap((folder) => scoreCollected(collectedLogs(folder))),
];
for (const score of scores) {
  process.stdout.write(`${score.describe()}\n`);
  if (args.includes('--missed'))
    for (const missed of score.missed) process.stdout.write(`  ${missed}\n`);
}
if (scores.some(({ isEnough }) => !isEnough)) process.exitCode = 1;
