/**
 * A project whose Makefile makes a header that the scheduler includes: SCX Studio alone can't compile it. What make
 * built is taken instead, is verified and loaded, is told of when it is old, and is given up again.
 */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { goToLine, rewrite } from '../harness/editor';
import { takeFailure, takePicture } from '../harness/screenshots';
import { runScxStudio, startUserSession, type UserSession } from '../harness/user-session';

const KERNEL = '6.18';
const TARGET = `lab:${KERNEL}`;
const BOOT_MS = 150_000;
const STEP_MS = 60_000;
const NAME = 'mine';
const OBJECT = `${NAME}/out/${NAME}.bpf.o`;
const TASK = `make ${NAME} in ${NAME}`;
const MAKEFILE = `CLANG := $(firstword $(shell command -v clang-19 clang))
.PHONY: ${NAME}
${NAME}: out/${NAME}.bpf.o
out/${NAME}.bpf.o: ${NAME}.bpf.c
	mkdir -p out
	echo '#define MADE 1' > out/made.h
	$(CLANG) -g -O2 -target bpf -mcpu=v3 -D__TARGET_ARCH_x86 -fms-extensions -Iout -Iinclude -I. -c $< -o $@
`;

let session: UserSession;
let text = '';
beforeAll(async () => {
  await runScxStudio('lab', 'start', KERNEL, '--keep');
  session = await startUserSession();
  const folder = join(session.folder, NAME);
  const source = join(folder, `${NAME}.bpf.c`);
  await runScxStudio('new', 'fifo', NAME, '--folder', session.folder);
  const built = await runScxStudio('build', source, '--json', '--target', TARGET);
  const cache = dirname(dirname(dirname((JSON.parse(built) as { object: string }).object)));
  const kernels = join(cache, 'kernels');
  const types = readdirSync(kernels).find((name) => name.startsWith(KERNEL)) ?? '';
  copyFileSync(join(kernels, types, 'vmlinux.h'), join(folder, 'vmlinux.h'));
  writeFileSync(join(folder, 'Makefile'), MAKEFILE);
  text = `#include "made.h"\n${readFileSync(source, 'utf8')}`;
  writeFileSync(source, text);
}, 2 * BOOT_MS);
afterAll(async () => {
  await session.end();
  await runScxStudio('lab', 'stop', KERNEL);
});

it("takes the object of the project's build, once asked", { timeout: 6 * 60_000 }, async () => {
  const { page, command, pick, openFile, notification, problems } = session.workbench;
  onTestFailed(() => takeFailure(page, 'project build'));
  const list = page.locator('.quick-input-list .monaco-list-row');
  const lens = page.locator('.codelens-decoration').filter({ visible: true });
  const ofProject = lens.filter({ hasText: "as the project's build made it" }).first();
  const status = (said: string) => page.locator('.statusbar-item').filter({ hasText: said });

  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Select Target');
  await pick(TARGET);
  await command('SCX: Verify');
  await notification(`SCX Studio could not compile ${NAME}.bpf.c by itself`).waitFor({
    timeout: STEP_MS,
  });
  await takePicture(page, 'project-build-offer');
  await page.getByRole('button', { name: `Build with ${TASK}` }).click();
  await list.filter({ hasText: OBJECT }).filter({ hasText: 'newer' }).waitFor({ timeout: STEP_MS });
  await takePicture(page, 'project-build-objects');
  await pick(OBJECT);
  await status(`passes on ${KERNEL}`).filter({ hasText: OBJECT }).waitFor({ timeout: STEP_MS });
  const line = text.split('\n').findIndex((one) => one.includes('_select_cpu, ')) + 1;
  await page.locator('.editor-instance .monaco-editor').first().click();
  await goToLine(page, line);
  await ofProject.waitFor();
  await takePicture(page, 'project-build-verified');

  await page.keyboard.press('Control+Home'); // where no lens is under the mouse
  await rewrite(page, `${text}/* newer */\n`, line);
  const stale = (await problems()).filter({ hasText: 'changed after' }).filter({ hasText: OBJECT });
  await stale.first().waitFor({ timeout: STEP_MS });
  await ofProject.filter({ hasText: 'before your changes' }).waitFor({ timeout: STEP_MS });
  await takePicture(page, 'project-build-stale');

  await command('Tasks: Run Build Task');
  await list.getByText(TASK).first().waitFor({ timeout: STEP_MS });
  await takePicture(page, 'project-build-tasks');
  await list.getByText(TASK).first().click();
  await page.locator('.terminal-outer-container').filter({ visible: true }).waitFor();
  await problems();
  await stale.first().waitFor({ state: 'detached', timeout: STEP_MS });
  await status('Verifying').waitFor({ state: 'detached', timeout: STEP_MS });
  await ofProject.waitFor();

  await command('SCX: Load');
  const running = page.locator('.statusbar-item').filter({ hasText: `· ${NAME}` });
  await running.waitFor({ timeout: STEP_MS });
  await command('SCX: Unload');
  await running.waitFor({ state: 'detached', timeout: STEP_MS });

  // It is remembered: nobody asks again after the window was opened anew.
  await page.reload();
  await openFile(`${NAME}.bpf.c`);
  await command('SCX: Verify');
  await status(`passes on ${KERNEL}`).filter({ hasText: OBJECT }).waitFor({ timeout: STEP_MS });

  copyFileSync(join(session.folder, OBJECT), join(session.folder, NAME, 'picked.o'));
  await command("SCX: Use Object of Project's Build…");
  await pick('Pick a File…');
  await page.locator('.quick-input-title').filter({ hasText: 'that was built of' }).waitFor();
  await pick('picked.o');
  await status(`passes on ${KERNEL}`)
    .filter({ hasText: `${NAME}/picked.o` })
    .waitFor({ timeout: STEP_MS });

  await command("SCX: Use Object of Project's Build…");
  await list.filter({ hasText: 'picked.o' }).filter({ hasText: 'in use' }).waitFor();
  await pick('Compile with SCX Studio');
  const refused = (await problems()).filter({ hasText: "'made.h' file not found" });
  await refused.first().waitFor({ timeout: STEP_MS });
  expect(await ofProject.count()).toBe(0);
});
