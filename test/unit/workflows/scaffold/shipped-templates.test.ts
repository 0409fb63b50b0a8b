import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OptionValues } from '../../../../extension/core/scaffold/option-values';
import { createFiles } from '../../../../extension/hosts/files/files';
import { newScheduler } from '../../../../extension/workflows/scaffold';
import { contextWith, templateOf, TEMPLATES, useFolder } from './scaffold-fixture';

const context = contextWith(createFiles());
const used = useFolder();

/** Each template as it is: what its manifest names is there, whatever is chosen. */
describe.each(
  readdirSync(TEMPLATES).filter((name) => existsSync(join(TEMPLATES, name, 'template.json'))),
)('the template %s', (name) => {
  const template = templateOf(name);
  const choices = Object.entries(template.manifest.options).flatMap(
    ([key, option]): OptionValues[] => {
      if (option.type === 'integer')
        return [option.minimum, option.maximum].map((v) => ({ [key]: v }));
      if (option.type === 'boolean') return [{ [key]: true }, { [key]: false }];
      return Object.keys(option.choices).map((v) => ({ [key]: v }));
    },
  );

  it.each<OptionValues>([{}, ...choices])('makes a project with %j', async (values) => {
    const made = await newScheduler(context, {
      template,
      name: 'mine',
      folder: used.folder,
      values,
    });
    if (made.kind !== 'ok') throw new Error(JSON.stringify(made));
    const text = readFileSync(made.value.mainFile, 'utf8').split('\n');
    expect(text[made.value.line - 2]).toMatch(/Start here|\*\//);
  });

  it('has a picture and says what it is', () => {
    const { picture, tags } = template.manifest;
    expect(existsSync(join(template.folder, picture!))).toBe(true);
    expect(tags.length).toBeGreaterThan(0);
  });

  it('leaves nothing of its name', async () => {
    const { scheduler } = template.manifest;
    await newScheduler(context, { template, name: 'mine', folder: used.folder });
    const left = new RegExp(`(?<![A-Za-z0-9])${scheduler}(?![a-z0-9])`);
    for (const path of used.everything()) {
      expect(path).not.toMatch(left);
      if (path.includes('include/') || statSync(join(used.folder, path)).isDirectory()) continue;
      expect(readFileSync(join(used.folder, path), 'utf8')).not.toMatch(left);
    }
  });
});
