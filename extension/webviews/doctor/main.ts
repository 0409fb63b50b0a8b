import type { DoctorState, ToDoctorPanel } from '../../contracts/doctor-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { doctorModel } from './doctor-model';
import { createDoctorPanel } from './doctor-panel';
import './doctor.css';

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  let state: DoctorState | null = null;
  const panel = createDoctorPanel(root, {
    onCheckAgain: () => {
      host.send({ kind: 'action', action: 'checkTarget' });
    },
    onCopy: (command) => {
      host.send({ kind: 'copy', text: command ?? state?.text ?? '' });
    },
  });
  window.addEventListener('message', ({ data }: MessageEvent<ToDoctorPanel>) => {
    state = data.state;
    panel.show(doctorModel(state));
  });
  host.send({ kind: 'ready' });
}
