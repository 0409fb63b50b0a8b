// npm start [-- --no-editor]: one scheduler through the whole loop on a real kernel, then VS Code with it.
import { announce, exitWith } from './setup/command.mjs';
import { prepare } from './setup/prepare.mjs';
import { openEditor } from './start/editor.mjs';
import { showLoop } from './start/loop.mjs';

const withEditor = !process.argv.includes('--no-editor');

try {
  await prepare({ debian: ['build', 'lab'], build: true, kernels: ['newest'] });
  const project = await showLoop();
  if (withEditor) await openEditor(project);
  else announce(`The project is in ${project}.`);
} catch (error) {
  exitWith(error);
}
