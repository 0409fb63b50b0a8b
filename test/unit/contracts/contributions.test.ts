import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../extension/contracts/commands';
import { CONTEXT_DEFAULTS } from '../../../extension/contracts/context-keys';
import { TRACE_SCHEME, VERIFIER_LOG } from '../../../extension/contracts/languages';
import { SETTINGS } from '../../../extension/contracts/settings';
import {
  LOG_MATCHERS,
  PROBLEM_MATCHERS,
  TASK_STEPS,
  PROJECT_TASK_TYPE,
  PROJECT_TOOLS,
  TASK_TYPE,
} from '../../../extension/contracts/tasks';
import { TREE_ITEMS, VIEW_CONTAINERS, VIEWS } from '../../../extension/contracts/views';
import { manifest, repositoryFile, whenClauses } from './manifest';

const { contributes } = manifest;
const sorted = (names: Iterable<string>) => [...names].sort();
const matches = (texts: readonly string[], pattern: RegExp) =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name));

describe('package.json and the contracts agree', () => {
  it('on commands', () => {
    const declared = contributes.commands.map(({ command }) => command);
    expect(sorted(declared)).toEqual(sorted(Object.values(COMMANDS)));
    expect(new Set(declared).size).toBe(declared.length);
    for (const { category } of contributes.commands) expect(category).toBe('SCX');
  });

  it('on the commands of menus and welcome pages', () => {
    const known = new Set<string>(Object.values(COMMANDS));
    const inMenus = Object.values(contributes.menus)
      .flat()
      .flatMap(({ command }) => (command === undefined ? [] : [command]));
    const contents = contributes.viewsWelcome.map((welcome) => welcome.contents);
    const steps = contributes.walkthroughs.flatMap(({ steps: all }) => all);
    const descriptions = steps.map(({ description }) => description);
    const linked = matches([...contents, ...descriptions], /\(command:(scx\.\w+)\)/g);
    for (const command of [...inMenus, ...linked]) expect(known).toContain(command);
  });

  it('on settings, their defaults and their types', () => {
    const declared = contributes.configuration.properties;
    const table = Object.values(SETTINGS).map(({ name }) => name);
    expect(sorted(Object.keys(declared))).toEqual(sorted(table));
    for (const { name, fallback } of Object.values(SETTINGS)) {
      expect(declared[name]?.default, name).toEqual(fallback);
      expect(declared[name]?.type, name).toBe(Array.isArray(fallback) ? 'array' : typeof fallback);
    }
  });

  it('on views and their containers', () => {
    const containers = Object.values(contributes.viewsContainers).flat();
    expect(sorted(containers.map(({ id }) => id))).toEqual(sorted(Object.values(VIEW_CONTAINERS)));
    expect(sorted(Object.keys(contributes.views))).toEqual(sorted(Object.values(VIEW_CONTAINERS)));
    const views = Object.values(contributes.views).flat();
    expect(sorted(views.map(({ id }) => id))).toEqual(sorted(Object.values(VIEWS)));
  });

  it('on context keys', () => {
    const used = matches(whenClauses(manifest), /(?<![\w.])(scx\.\w+)/g);
    const known = new Set<string>([...Object.keys(CONTEXT_DEFAULTS), ...Object.values(VIEWS)]);
    for (const key of used) expect(known).toContain(key);
  });

  it('on the kinds of tree rows', () => {
    const kinds = new Set<string>(Object.values(TREE_ITEMS));
    const asked = matches(whenClauses(manifest), /viewItem == ([\w.]+)/g);
    expect(asked.length).toBeGreaterThan(0);
    for (const kind of asked) expect(kinds).toContain(kind);
    for (const pattern of matches(whenClauses(manifest), /viewItem =~ \/([^/]+)\//g)) {
      expect([...kinds].some((kind) => new RegExp(pattern).test(kind))).toBe(true);
    }
  });

  it('on the language of traces', () => {
    expect(contributes.languages).toHaveLength(1);
    expect(contributes.languages[0]?.id).toBe(VERIFIER_LOG.id);
    expect(contributes.languages[0]?.extensions).toEqual([VERIFIER_LOG.extension]);
    expect(TRACE_SCHEME).toMatch(/^[a-z][a-z-]*$/);
  });

  it('on tasks and problem matchers', () => {
    const [own, project] = contributes.taskDefinitions;
    expect(contributes.taskDefinitions).toHaveLength(2);
    expect([own?.type, project?.type]).toEqual([TASK_TYPE, PROJECT_TASK_TYPE]);
    expect(own?.properties['task']?.enum).toEqual(TASK_STEPS);
    expect(project?.properties['tool']?.enum).toEqual(PROJECT_TOOLS);
    const names = contributes.problemMatchers.map(({ name }) => name);
    expect(sorted(names)).toEqual(sorted([...Object.values(PROBLEM_MATCHERS), ...LOG_MATCHERS]));
  });
});

describe('files that package.json names', () => {
  const text = JSON.stringify(manifest);
  const named = [...new Set(matches([text], /"(?:\.\/)?((?:media|syntaxes)\/[^"]+)"/g))];

  it.each(named)('%s is there', (path) => {
    expect(repositoryFile(path)).not.toBeNull();
  });
});
