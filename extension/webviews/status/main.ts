import type { StatusState, ToStatusPanel } from '../../contracts/status-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { Charts } from './charts/charts';
import './charts/charts.css';
import { statusModel } from './status-model';
import { createStatusPanel } from './status-panel';
import './status.css';

/** While the connection is lost, the age of the figures grows. */
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
  const show = () => {
    if (state !== null) panel.show(statusModel(state, Date.now()));
  };
  window.addEventListener('message', ({ data }: MessageEvent<ToStatusPanel>) => {
    if (data.kind === 'history') charts.board.restore(data.history);
    else if (data.kind === 'marks') charts.board.marks = data.marks;
    else {
      ({ state } = data);
      charts.take(state);
      show();
    }
    charts.draw();
  });
  setInterval(() => {
    if (state?.link.kind === 'lost') show();
  }, CLOCK_MS);
  host.send({ kind: 'ready' });
}
