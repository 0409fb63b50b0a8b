import { expect, it } from 'vitest';
import type { GalleryState, GalleryTemplate } from '../../../extension/contracts/gallery-messages';
import { readPanelMessage } from '../../../extension/contracts/panel';
import {
  countText,
  fittedForm,
  formErrors,
  freshForm,
  isFaultless,
  matching,
} from '../../../extension/webviews/gallery/gallery-model';
import { keptGallery } from '../../../extension/webviews/gallery/kept-gallery';

const template: GalleryTemplate = {
  key: '/t/qmap',
  name: 'qmap',
  isOwn: false,
  title: 'Queues',
  description: 'By weight',
  tags: ['BPF maps'],
  scheduler: 'qmap',
  picture: null,
  options: [
    {
      key: 'queues',
      label: 'Queues',
      description: '',
      type: 'integer',
      default: 5,
      minimum: 1,
      maximum: 5,
      unit: '',
    },
  ],
};
const state: GalleryState = {
  templates: [template],
  broken: [],
  folders: [{ label: 'here', path: '/here' }],
  ownFolder: null,
};

it('finds templates by all words of a filter, in names, titles, descriptions and tags', () => {
  for (const filter of ['', '  ', 'QMAP', 'weight queues', 'maps by']) {
    expect(matching([template], filter), filter).toEqual([template]);
  }
  expect(matching([template], 'queues none')).toEqual([]);
});

it('says how many there are', () => {
  expect(countText(0, 0)).toBe('No templates');
  expect(countText(0, 3)).toBe('No template has these words');
  expect([countText(1, 1), countText(3, 3), countText(1, 3)]).toEqual([
    '1 template',
    '3 templates',
    '1 of 3 templates',
  ]);
});

it('begins with a form that is right, where there is a folder', () => {
  const form = freshForm(template, state);
  expect(form).toEqual({
    template: '/t/qmap',
    name: 'my_qmap',
    folder: '/here',
    values: { queues: '5' },
  });
  expect(isFaultless(formErrors(template, form))).toBe(true);
  const nowhere = freshForm(template, { folders: [] });
  expect(formErrors(template, nowhere).folder?.message).toContain('Choose the folder');
});

it.each([
  ['int', /a word of the C language/, 'int_sched'],
  ['1st', /begin with a digit/, 'my_1st'],
  ['x'.repeat(200), /200 bytes; the kernel takes 127/, 'x'.repeat(127)],
  ['', /needs a name/, null],
])('says what is wrong with the name %s', (name, message, suggestion) => {
  const errors = formErrors(template, { ...freshForm(template, state), name });
  expect(errors.name?.message).toMatch(message);
  expect(errors.name?.suggestion).toBe(suggestion);
  expect(isFaultless(errors)).toBe(false);
});

it('says what is wrong with an option', () => {
  const form = { ...freshForm(template, state), values: { queues: '6' } };
  expect(formErrors(template, form).options).toEqual({ queues: '6 is not between 1 and 5.' });
});

it('takes over what was filled in before, as far as it is still there', () => {
  const before = { template: '/t/qmap', name: 'x', folder: '/gone', values: { old: '1' } };
  expect(fittedForm(before, template, state)).toEqual({
    template: '/t/qmap',
    name: 'x',
    folder: '/here',
    values: { queues: '5' },
  });
});

it('reads what it kept itself, and nothing else', () => {
  const form = freshForm(template, state);
  expect(keptGallery({ filter: 'x', form })).toEqual({ filter: 'x', form });
  for (const other of [undefined, null, 3, {}, { filter: 3, form: { name: 'x' } }]) {
    expect(keptGallery(other)).toEqual({ filter: '', form: null });
  }
});

it("reads the page's messages, and refuses what is none", () => {
  const form = freshForm(template, state);
  for (const message of [
    { kind: 'plan', serial: 1, form },
    { kind: 'create', serial: 2, form },
    { kind: 'choose-folder' },
    { kind: 'templates-folder' },
  ]) {
    expect(readPanelMessage(message)).toEqual(message);
  }
  const odd = { ...form, values: { queues: 5, text: 'x' } };
  expect(readPanelMessage({ kind: 'plan', serial: 1, form: odd })).toMatchObject({
    form: { values: { text: 'x' } },
  });
  for (const wrong of [
    { kind: 'create', serial: 1 },
    { kind: 'create', serial: 'x', form },
    { kind: 'create', serial: 1, form: { ...form, folder: 3 } },
    { kind: 'create', serial: 1, form: null },
  ]) {
    expect(readPanelMessage(wrong)).toBeNull();
  }
});
