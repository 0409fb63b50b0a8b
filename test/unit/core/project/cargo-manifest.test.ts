import { expect, it } from 'vitest';
import { readCargoManifest } from '../../../../extension/core/project/cargo-manifest';

it('tells packages from workspaces', () => {
  const crate = '[package]\nname = "scx_mine" # ours\nversion = "1"\n[[bin]]\nname = "other"\n';
  expect(readCargoManifest(crate)).toEqual({ packageName: 'scx_mine', isWorkspace: false });
  expect(readCargoManifest('[workspace]\nmembers = ["a"]\n')).toEqual({
    packageName: null,
    isWorkspace: true,
  });
  expect(readCargoManifest(`${crate}[ workspace.dependencies ]\n`).isWorkspace).toBe(true);
});

it('takes no name of another table', () => {
  expect(readCargoManifest('[lib]\nname = "a"\n').packageName).toBeNull();
  expect(readCargoManifest('').packageName).toBeNull();
});
