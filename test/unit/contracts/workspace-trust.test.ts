/** Who may choose what: each setting is in one of these lists, so that a new one has to be judged. */
import { describe, expect, it } from 'vitest';
import { manifest } from './manifest';

/**
 * Only the user's own settings: they name machines on which code runs as root, how long it stays, and whose
 * templates new projects are copies of.
 */
const ONLY_THE_USER = [
  'scx.target',
  'scx.targets',
  'scx.lease.seconds',
  'scx.trial.seconds',
  'scx.templates.folder',
];

/** A trusted workspace too: programs of this machine, their flags, and what runs by itself. */
const NEEDS_TRUST = [
  'scx.clang.path',
  'scx.clang.extraFlags',
  'scx.build.where',
  'scx.loader.path',
  'scx.loader.arguments',
  'scx.verifyOnSave',
];

/** Any workspace: how things look. Nothing is run because of them. */
const HARMLESS = ['scx.programLens', 'scx.status.intervalMs'];

const { untrustedWorkspaces } = manifest.capabilities;
const { properties } = manifest.contributes.configuration;

describe('settings', () => {
  it('are all judged', () => {
    const judged = [...ONLY_THE_USER, ...NEEDS_TRUST, ...HARMLESS];
    expect(judged.sort()).toEqual(Object.keys(properties).sort());
  });

  it.each(ONLY_THE_USER)('%s can not be set by a workspace', (name) => {
    expect(properties[name]?.scope).toBe('machine');
  });

  it('that need trust are those that VS Code is told of', () => {
    expect([...untrustedWorkspaces.restrictedConfigurations].sort()).toEqual(NEEDS_TRUST.sort());
  });

  it('that choose a program, a flag, a machine or a path by their name are not called harmless', () => {
    const chosen = /path|flag|arg|command|ssh|target|host|clang|env|where|shell/i;
    expect(HARMLESS.filter((name) => chosen.test(name))).toEqual([]);
  });
});

it('a limited mode is declared, and it says what is left out', () => {
  expect(untrustedWorkspaces.supported).toBe('limited');
  expect(untrustedWorkspaces.description).toMatch(/[Nn]othing is built/);
});
