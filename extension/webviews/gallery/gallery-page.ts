import type {
  FormAnswer,
  GalleryState,
  GalleryTemplate,
  SchedulerForm,
  ToGalleryPanel,
} from '../../contracts/gallery-messages';
import type { PanelHost } from '../kit/panel-host';
import { fittedForm, formErrors, freshForm, isFaultless } from './gallery-model';
import { keptGallery } from './kept-gallery';
import { SchedulerFormScreen } from './scheduler-form';
import { TemplateList } from './template-list';

/** Between two keys of somebody who types: no plan is asked for in there. */
const PAUSE_MS = 150;

/** The two screens, and what is filled in. */
export class GalleryPage {
  readonly #host: PanelHost;
  readonly #list = new TemplateList({
    onChoose: (key) => {
      this.#choose(key);
    },
    onFilter: (filter) => {
      this.#filter = filter;
      this.#keep();
    },
    onOwnFolder: () => {
      this.#host.send({ kind: 'templates-folder' });
    },
  });
  readonly #form = new SchedulerFormScreen({
    onBack: () => {
      this.#goBack();
    },
    onChange: (change) => {
      if (this.#filled !== null) this.#fill(change(this.#filled));
    },
    onCreate: () => {
      this.#create();
    },
    onChooseFolder: () => {
      this.#host.send({ kind: 'choose-folder' });
    },
  });
  #state: GalleryState | null = null;
  #filter: string;
  /** null: the templates are shown. */
  #filled: SchedulerForm | null;
  #refusal: Extract<FormAnswer, { readonly kind: 'refused' }> | null = null;
  /** Of the last question; answers to earlier ones are about what is not there any more. */
  #serial = 0;
  #timer = 0;

  constructor(root: HTMLElement, host: PanelHost) {
    this.#host = host;
    const { filter, form } = keptGallery(host.kept());
    this.#filter = filter;
    this.#filled = form;
    this.#list.screen.hidden = true;
    this.#form.screen.hidden = true;
    root.append(this.#list.screen, this.#form.screen);
  }

  take(message: ToGalleryPanel): void {
    switch (message.kind) {
      case 'state':
        this.#takeState(message.state);
        break;
      case 'folder':
        if (this.#filled !== null) this.#fill({ ...this.#filled, folder: message.path });
        break;
      case 'answer':
        if (message.serial === this.#serial) this.#takeAnswer(message.answer);
    }
  }

  get #template(): GalleryTemplate | null {
    const key = this.#filled?.template;
    return this.#state?.templates.find((one) => one.key === key) ?? null;
  }

  #takeState(state: GalleryState): void {
    const isFirst = this.#state === null;
    this.#state = state;
    const template = this.#template;
    if (this.#filled !== null && template !== null) {
      this.#fill(fittedForm(this.#filled, template, state));
      return;
    }
    this.#filled = null;
    this.#show();
    if (isFirst) this.#list.focus(null);
  }

  #takeAnswer(answer: FormAnswer): void {
    this.#refusal = answer.kind === 'refused' ? answer : null;
    this.#form.files.show(answer.kind === 'plan' ? answer : null);
    this.#showErrors();
  }

  #choose(key: string): void {
    const template = this.#state?.templates.find((one) => one.key === key);
    if (this.#state === null || template === undefined) return;
    this.#fill(freshForm(template, this.#state));
    this.#form.focus();
  }

  #goBack(): void {
    const key = this.#filled?.template ?? null;
    this.#filled = null;
    this.#show();
    this.#list.focus(key);
  }

  /** What was said of the form as it was is said no more; one that is right gets a plan. */
  #fill(form: SchedulerForm): void {
    this.#filled = form;
    this.#refusal = null;
    this.#serial += 1;
    this.#show();
    this.#showErrors();
    clearTimeout(this.#timer);
    if (!this.#isRight) {
      this.#form.files.show(null);
      return;
    }
    this.#timer = window.setTimeout(() => {
      this.#send('plan');
    }, PAUSE_MS);
  }

  #create(): void {
    if (this.#isRight) {
      clearTimeout(this.#timer);
      this.#send('create');
    } else this.#form.focus();
  }

  get #isRight(): boolean {
    const template = this.#template;
    return (
      this.#filled !== null && template !== null && isFaultless(formErrors(template, this.#filled))
    );
  }

  #send(kind: 'plan' | 'create'): void {
    if (this.#filled === null) return;
    this.#serial += 1;
    this.#host.send({ kind, serial: this.#serial, form: this.#filled });
  }

  #show(): void {
    const template = this.#template;
    if (this.#state === null) return;
    this.#list.screen.hidden = this.#filled !== null;
    this.#form.screen.hidden = this.#filled === null;
    if (this.#filled !== null && template !== null)
      this.#form.show(template, this.#state.folders, this.#filled);
    else this.#list.show(this.#state, this.#filter);
    this.#keep();
  }

  #showErrors(): void {
    const template = this.#template;
    if (this.#filled === null || template === null) return;
    this.#form.showErrors(formErrors(template, this.#filled), this.#refusal);
  }

  #keep(): void {
    this.#host.keep({ filter: this.#filter, form: this.#filled });
  }
}
