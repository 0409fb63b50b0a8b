/** An error of the verifier with the way that leads to it, on an old kernel and on a new one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { rewrite } from '../harness/editor';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const BOOT_MS = 150_000;
const STEP_MS = 30_000;
const NAME = 'leaky';
const MAIN = `${NAME}.bpf.c`;

const TAKEN = '	struct task_struct *parent = bpf_task_from_pid(p->pid);';
const KEPT = '	if (parent->scx.weight > 100)';
const LEAK = `${TAKEN}

	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
	if (!parent)
		return;
${KEPT}
		return; /* the reference stays */
	bpf_task_release(parent);
}
`;

let session: UserSession;
let broken = '';
beforeAll(async () => {
  session = await startUserSession();
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  broken = readFileSync(join(session.folder, NAME, MAIN), 'utf8').replace(
    /^(void BPF_STRUCT_OPS\(\w+_enqueue.*\n\{\n)[^}]*\}\n/m,
    (_, head: string) => head + LEAK,
  );
}, 60_000);
afterAll(() => session.end());

const lineOf = (text: string) => broken.split('\n').indexOf(text) + 1;

it.each([
  { target: 'lab:6.12', age: 'old', lens: /^\W*failed .* on 6\.12/ },
  { target: 'lab', age: 'new', lens: /^\W*failed .* on [7-9]\./ },
])('is shown on $target', { timeout: 3 * BOOT_MS }, async ({ target, age, lens }) => {
  const { page, command, pick, openFile, problems } = session.workbench;
  onTestFailed(() => takeFailure(page, `causal path ${age}`));
  await openFile(MAIN);
  await command('SCX: Select Target');
  await pick(target);
  // Another text than before, so that it is verified again.
  await rewrite(page, `${broken}/* for ${target} */\n`, lineOf(KEPT));
  await page
    .locator('.codelens-decoration')
    .filter({ hasText: lens })
    .first()
    .waitFor({ timeout: 2 * BOOT_MS });
  const rows = await problems();
  const error = rows.filter({ hasText: `[Ln ${lineOf(KEPT)}, ` }).first();
  await error.waitFor({ timeout: STEP_MS });
  expect(await error.innerText()).toContain('`parent` is not released on this path');
  await error.click();
  await page.keyboard.press('ArrowRight');
  const taken = rows.filter({ hasText: 'bpf_task_from_pid() takes the reference here' }).first();
  await taken.waitFor({ timeout: STEP_MS });
  expect(await taken.innerText()).toContain(`[Ln ${lineOf(TAKEN)}, `);
  await rows.filter({ hasText: /\w+ > 0x64 is true here/ }).waitFor();
  await takePicture(page, `causal-path-${age}`);
});
