import type { StatusState, ToStatusPanel } from '../../contracts/status-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { Charts } from './charts/charts';
import './charts/charts.css';
import { areOld } from './figure-age';
import { statusModel } from './status-model';
import { createStatusPanel } from './status-panel';
import './status.css';

/** While no figures come, their age grows. */
const CLOCK_MS = 1000;

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  const charts = new Charts({
    kept: host.kept(),
    keep: host.keep,
    onSave: (format, content) => {
      host.send({ kind: 'save', format, content });
    },
  });
  const panel = createStatusPanel(root, charts.section, (action) => {
    host.send({ kind: 'action', action });
  });
  let state: StatusState | null = null;
  let receivedAt = 0;
  /** By the clock of who sent the state. */
  const now = ({ sentAt }: StatusState) => sentAt + Date.now() - receivedAt;
  const show = () => {
    if (state !== null) panel.show(statusModel(state, now(state)));
  };
  window.addEventListener('message', ({ data }: MessageEvent<ToStatusPanel>) => {
    if (data.kind === 'history') charts.board.restore(data.history);
    else if (data.kind === 'marks') charts.board.marks = data.marks;
    else {
      ({ state } = data);
      receivedAt = Date.now();
      charts.take(state);
      show();
    }
    charts.draw();
  });
  setInterval(() => {
    if (state !== null && areOld(state, now(state))) show();
  }, CLOCK_MS);
  host.send({ kind: 'ready' });
}
