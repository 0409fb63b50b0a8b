import type { PanelAction } from '../../contracts/panel';
import type { ToReportPanel } from '../../core/exit-report/shown-report';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import './exit-report.css';
import { reportModel } from './report-model';
import { showReport } from './report-panel';

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  const options = {
    onAction: (action: PanelAction) => {
      host.send({ kind: 'action', action });
    },
    onOpen: (row: string) => {
      host.send({ kind: 'openRow', row });
    },
  };
  window.addEventListener('message', ({ data }: MessageEvent<ToReportPanel>) => {
    showReport(root, reportModel(data.shown), options);
  });
  host.send({ kind: 'ready' });
}
