import type { StatusState, ToStatusPanel } from '../../contracts/status-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { statusModel } from './status-model';
import { createStatusPanel } from './status-panel';
import './status.css';

/** While the connection is lost, the age of the figures grows. */
const CLOCK_MS = 1000;

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  const panel = createStatusPanel(root, (action) => {
    host.send({ kind: 'action', action });
  });
  let state: StatusState | null = null;
  const show = () => {
    if (state !== null) panel.show(statusModel(state, Date.now()));
  };
  window.addEventListener('message', ({ data }: MessageEvent<ToStatusPanel>) => {
    state = data.state;
    show();
  });
  setInterval(() => {
    if (state?.link.kind === 'lost') show();
  }, CLOCK_MS);
  host.send({ kind: 'ready' });
}
