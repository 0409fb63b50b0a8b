import type { ToGalleryPanel } from '../../contracts/gallery-messages';
import '../kit/panel.css';
import { panelHost } from '../kit/panel-host';
import { GalleryPage } from './gallery-page';
import './gallery.css';

const root = document.getElementById('panel');
if (root) {
  const host = panelHost();
  const page = new GalleryPage(root, host);
  window.addEventListener('message', ({ data }: MessageEvent<ToGalleryPanel>) => {
    page.take(data);
  });
  host.send({ kind: 'ready' });
}
