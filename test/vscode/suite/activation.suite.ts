import { strict as assert } from 'node:assert';
import { extensions, commands } from 'vscode';

const ID = 'scx-studio.scx-studio';

interface Manifest {
  readonly contributes: { readonly commands?: readonly { readonly command: string }[] };
}

describe('activation', () => {
  it('activates', async () => {
    const extension = extensions.getExtension(ID);
    assert.ok(extension, `${ID} is not there`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that package.json declares', async () => {
    const manifest = extensions.getExtension(ID)?.packageJSON as Manifest;
    const declared = (manifest.contributes.commands ?? []).map(({ command }) => command);
    const registered = new Set(await commands.getCommands(true));
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });
});
