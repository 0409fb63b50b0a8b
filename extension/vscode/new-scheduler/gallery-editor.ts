import * as vscode from 'vscode';
import type {
  FormAnswer,
  GalleryFolder,
  SchedulerForm,
  ToGalleryPanel,
} from '../../contracts/gallery-messages';
import type { FromPanel } from '../../contracts/panel';
import { SETTINGS } from '../../contracts/settings';
import {
  listGallery,
  newScheduler,
  planScheduler,
  type Gallery,
  type PlannedScheduler,
} from '../../workflows/scaffold';
import { runCommand } from '../api/commands';
import type { Disposable } from '../api/disposables';
import { openEditorPanel, type EditorPanel } from '../api/editor-panel';
import { onSettingChange } from '../api/settings';
import type { Session } from '../session/session';
import { galleryState, planAnswer, refusal } from './gallery-state';
import { readRequest } from './scheduler-request';
import { templatesFolder } from './templates-folder';

export interface GalleryEditor extends Disposable {
  /** Brings it to the front, with the templates that there are now. */
  open(): Promise<void>;
}

/** `onMade` is called once a project is written, when the editor is closed again. */
export function createGalleryEditor(
  session: Pick<Session, 'context'>,
  extensionUri: vscode.Uri,
  onMade: (made: PlannedScheduler) => Promise<void>,
): GalleryEditor {
  return new Editor(session, extensionUri, onMade);
}

class Editor implements GalleryEditor {
  readonly #session: Pick<Session, 'context'>;
  readonly #extensionUri: vscode.Uri;
  readonly #onMade: (made: PlannedScheduler) => Promise<void>;
  readonly #settings: vscode.Disposable;
  #panel: EditorPanel<ToGalleryPanel> | null = null;
  #gallery: Gallery = { entries: [], broken: [] };
  /** Outside the workspace, chosen by hand. */
  #otherFolder: string | null = null;
  #isWriting = false;

  constructor(
    session: Pick<Session, 'context'>,
    extensionUri: vscode.Uri,
    onMade: (made: PlannedScheduler) => Promise<void>,
  ) {
    this.#session = session;
    this.#extensionUri = extensionUri;
    this.#onMade = onMade;
    this.#settings = onSettingChange('templatesFolder', () => {
      if (this.#panel !== null) void this.#list();
    });
  }

  async open(): Promise<void> {
    if (this.#panel !== null) {
      this.#panel.reveal();
      await this.#list();
      return;
    }
    this.#panel = openEditorPanel<ToGalleryPanel>({
      viewType: 'scx.gallery',
      tabTitle: 'New Scheduler',
      bundle: 'gallery',
      title: 'New Scheduler',
      extensionUri: this.#extensionUri,
      pictures: true,
      onMessage: (message) => void this.#take(message),
      onClose: () => {
        this.#panel = null;
      },
    });
  }

  dispose(): void {
    this.#settings.dispose();
    this.#panel?.dispose();
  }

  async #take(message: FromPanel): Promise<void> {
    if (message.kind === 'ready') await this.#list();
    if (message.kind === 'choose-folder') await this.#chooseFolder();
    if (message.kind === 'templates-folder')
      await runCommand('workbench.action.openSettings', SETTINGS.templatesFolder.name);
    if (message.kind === 'plan') this.#answer(message.serial, await this.#plan(message.form));
    if (message.kind === 'create') await this.#create(message.serial, message.form);
  }

  async #list(): Promise<void> {
    const ownFolder = templatesFolder();
    this.#gallery = await listGallery(await this.#session.context(), ownFolder);
    const state = galleryState(this.#gallery, this.#folders(), ownFolder);
    this.#panel?.post({ kind: 'state', state });
  }

  #folders(): readonly GalleryFolder[] {
    const { workspaceFolders = [] } = vscode.workspace;
    const ofWorkspace = workspaceFolders.map(({ name, uri }) => ({
      label: `${name} (${uri.fsPath})`,
      path: uri.fsPath,
    }));
    const other = this.#otherFolder;
    if (other === null || ofWorkspace.some(({ path }) => path === other)) return ofWorkspace;
    return [...ofWorkspace, { label: other, path: other }];
  }

  async #chooseFolder(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: 'Folder to make the project in',
      openLabel: 'Make It Here',
      canSelectFiles: false,
      canSelectFolders: true,
    });
    const [uri] = chosen ?? [];
    if (uri === undefined) return;
    this.#otherFolder = uri.fsPath;
    await this.#list();
    this.#panel?.post({ kind: 'folder', path: uri.fsPath });
  }

  async #plan(form: SchedulerForm): Promise<FormAnswer> {
    const context = await this.#session.context();
    const request = await readRequest(context.files, this.#gallery.entries, form);
    if ('kind' in request) return request;
    const plan = await planScheduler(context, request);
    return plan.kind === 'ok' ? planAnswer(plan.value) : refusalOf(plan);
  }

  /** Enter twice writes once. */
  async #create(serial: number, form: SchedulerForm): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    try {
      const context = await this.#session.context();
      const request = await readRequest(context.files, this.#gallery.entries, form);
      if ('kind' in request) {
        this.#answer(serial, request);
        return;
      }
      const made = await newScheduler(context, request);
      if (made.kind === 'ok') {
        this.#panel?.dispose();
        await this.#onMade(made.value);
      } else this.#answer(serial, refusalOf(made));
    } finally {
      this.#isWriting = false;
    }
  }

  #answer(serial: number, answer: FormAnswer): void {
    this.#panel?.post({ kind: 'answer', serial, answer });
  }
}

type Refused = Exclude<Awaited<ReturnType<typeof planScheduler>>, { readonly kind: 'ok' }>;

const refusalOf = (outcome: Refused): FormAnswer =>
  outcome.kind === 'problem'
    ? refusal(outcome.problem)
    : { kind: 'refused', field: 'template', message: 'It was cancelled.', suggestion: null };
