import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DoctorRow,
  DoctorState,
  ToDoctorPanel,
} from '../../extension/contracts/doctor-messages';
import { launchBrowser } from '../vscode/harness/browser';
import { openPanel } from './panel-page';
import { THEMES } from './themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const row = (parts: Partial<DoctorRow>): DoctorRow => ({
  where: 'target',
  code: 'kernel',
  name: 'kernel',
  status: 'ok',
  detail: '6.18.15',
  effect: null,
  nextStep: null,
  command: null,
  ...parts,
});
const MOUNT = 'mount -t bpf bpf /sys/fs/bpf';
const report: DoctorState = {
  target: 'root@box',
  step: null,
  verdict: '1 missing, 1 warning',
  checks: [
    row({}),
    row({ name: 'clock', status: 'warning', detail: '2 hours behind', effect: 'Times differ' }),
    row({
      code: 'bpffs',
      name: 'BPF file system',
      status: 'missing',
      detail: 'nothing is mounted',
      effect: 'Nothing is loaded',
      nextStep: 'Mount it:',
      command: MOUNT,
    }),
    row({ where: 'here', name: 'ssh', detail: '/usr/bin/ssh' }),
  ],
  text: 'SCX Studio doctor: 1 missing, 1 warning\n',
};
const open = (theme?: (typeof THEMES)[string]) =>
  openPanel<ToDoctorPanel>(browser, 'doctor', theme);
const state = (parts: Partial<DoctorState> = {}): ToDoctorPanel => ({
  kind: 'state',
  state: { ...report, ...parts },
});

describe('doctor panel', () => {
  it('says ready once, and nothing is refused by its policy', async () => {
    const { sent, complaints } = await open();
    expect(await sent()).toEqual([{ kind: 'ready' }]);
    expect(complaints).toEqual([]);
  });

  it('shows the worst first, with what fails and how to mend it', async () => {
    const { page, post } = await open();
    await post(state());
    await page.getByRole('heading', { name: 'Check of root@box and this machine' }).waitFor();
    const faults = page.getByRole('list', { name: 'What Target root@box lacks' });
    expect(await faults.getByRole('heading').allInnerTexts()).toEqual(['BPF file system', 'clock']);
    expect(await faults.getByRole('listitem').first().innerText()).toMatch(
      /missing[\s\S]*Nothing is mounted\.[\s\S]*Nothing is loaded\.[\s\S]*Mount it:[\s\S]*mount -t bpf/,
    );
    await page.getByRole('row', { name: /kernel.*6\.18\.15/ }).waitFor();
    await page.getByRole('region', { name: 'This machine' }).getByText('/usr/bin/ssh').waitFor();
  });

  it('copies the report and single commands, and checks again, by keyboard too', async () => {
    const { page, post, sent } = await open();
    await post(state());
    await page.getByRole('button', { name: 'Copy as Text' }).click();
    await page.getByRole('button', { name: 'Copy the command for BPF file system' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Check Again' }).focus();
    await page.keyboard.press('Enter');
    expect((await sent()).slice(1)).toEqual([
      { kind: 'copy', text: report.text },
      { kind: 'copy', text: MOUNT },
      { kind: 'action', action: 'checkTarget' },
    ]);
  });

  it('keeps the report and the focus while it checks again', async () => {
    const { page, post } = await open();
    await post(state());
    const button = page.getByRole('button', { name: 'Copy the command for BPF file system' });
    await button.focus();
    await post(state({ step: 'Connecting to root@box' }));
    await page.getByRole('status').filter({ hasText: 'Connecting to root@box' }).waitFor();
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('says that nothing was checked when the first check is cancelled', async () => {
    const { page, post } = await open();
    await post(state({ checks: [], verdict: '', text: '' }));
    await page.getByRole('status').filter({ hasText: 'cancelled' }).waitFor();
  });

  it('shows what a hostile target says as text', async () => {
    const { page, post } = await open();
    const detail = '<img src=x onerror=alert(1)>';
    await post(state({ checks: [row({ detail, status: 'missing', command: detail })] }));
    await page.locator('code', { hasText: detail }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
  });

  it.each(Object.entries(THEMES))('is accessible in the %s theme', async (_, theme) => {
    const { post, page, violations } = await open(theme);
    await post(state());
    await page.getByText('6.18.15').waitFor();
    expect(await violations()).toEqual([]);
  });
});
