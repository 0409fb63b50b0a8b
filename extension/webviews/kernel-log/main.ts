import type { ToKernelLogPanel } from '../../contracts/kernel-log-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { KernelLogPanel } from './kernel-log-panel';
import './kernel-log.css';

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  const panel = new KernelLogPanel(root, { rowHeight: rowHeight(root), send: host.send });
  window.addEventListener('message', ({ data }: MessageEvent<ToKernelLogPanel>) => {
    panel.receive(data);
  });
  host.send({ kind: 'ready' });
}

/** A row is one line of the editor's font; whole pixels keep ten thousand rows in step. */
function rowHeight(parent: HTMLElement): number {
  const probe = document.createElement('div');
  probe.className = 'row';
  probe.textContent = 'sched_ext';
  parent.append(probe);
  const height = Math.ceil(probe.getBoundingClientRect().height);
  probe.remove();
  return Math.max(height, 12);
}
