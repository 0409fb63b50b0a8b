import { beforeEach, expect, it, vi } from 'vitest';
import type { FromPanel } from '../../../extension/contracts/panel';
import type { EditorPanelOptions } from '../../../extension/vscode/api/editor-panel';
import type { KeptReport } from '../../../extension/vscode/session/exit-reports';
import { reportOf } from '../../fakes/exit-reports';

const panels: EditorPanelOptions[] = [];
const did: unknown[] = [];
let isVisible = true;
vi.mock('vscode', () => ({}));
vi.mock('../../../extension/vscode/session/panel-session', () => ({
  runPanelAction: (action: string) => did.push(action),
}));
vi.mock('../../../extension/vscode/session/scheduler-sources', () => ({}));
vi.mock('../../../extension/vscode/api/editor-panel', () => ({
  openEditorPanel: (options: EditorPanelOptions) => {
    panels.push(options);
    return {
      get visible() {
        return isVisible;
      },
      ...{ reveal: () => undefined, post: () => undefined, dispose: () => undefined },
    };
  },
}));
const { ReportEditor } = await import('../../../extension/vscode/exit-report/report-editor');

const kept = (ops: string): KeptReport => ({ report: reportOf({ ops }), object: null });
const SAVE: FromPanel = { kind: 'action', action: 'saveReport' };
const make = () =>
  new ReportEditor({} as never, ({ report }) => {
    did.push(`saves ${report.ops}`);
  });

beforeEach(() => {
  panels.length = did.length = 0;
  isVisible = true;
});

it('saves the report that is shown, whichever came last', () => {
  const editor = make();
  const first = kept('first');
  editor.showEnd(first);
  panels[0]?.onMessage(SAVE);
  expect(did).toEqual(['saves first']);
  expect(editor.visible).toBe(first);
  const second = kept('second');
  editor.showEnd(second);
  panels[0]?.onMessage(SAVE);
  expect(did).toEqual(['saves first', 'saves second']);
  expect(editor.visible).toBe(second);
});

it('leaves it to the command when no report is seen', () => {
  const editor = make();
  expect(editor.visible).toBeNull();
  editor.showEnd(kept('first'));
  isVisible = false;
  expect(editor.visible).toBeNull();
  isVisible = true;
  editor.showState({ target: 'lab', ops: 'x', takenAt: '', dumpText: '', lostLines: 0 });
  expect(editor.visible).toBeNull();
  panels[0]?.onMessage({ kind: 'action', action: 'dumpNow' });
  expect(did).toEqual(['dumpNow']);
});
