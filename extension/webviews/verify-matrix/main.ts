import type {
  ToVerifyMatrixPanel,
  VerifyMatrixState,
} from '../../contracts/verify-matrix-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { nextSorting, verifyMatrixModel, type Sorting } from './verify-matrix-model';
import { createVerifyMatrixPanel } from './verify-matrix-panel';
import './verify-matrix.css';

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  let state: VerifyMatrixState | null = null;
  let sorting: Sorting | null = null;
  const show = () => {
    if (state !== null) panel.show(verifyMatrixModel(state, sorting), sorting);
  };
  const panel = createVerifyMatrixPanel(root, {
    onRunAgain: () => {
      host.send({ kind: 'action', action: 'verifyOn' });
    },
    onCopy: () => {
      host.send({ kind: 'copy', text: '' });
    },
    onOpen: (row) => {
      host.send({ kind: 'openRow', row });
    },
    onSort: (column) => {
      sorting = nextSorting(sorting, column);
      show();
    },
  });
  window.addEventListener('message', ({ data }: MessageEvent<ToVerifyMatrixPanel>) => {
    state = data.state;
    show();
  });
  host.send({ kind: 'ready' });
}
