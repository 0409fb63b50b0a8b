import type { Terminal } from './terminal/terminal';
import { printable } from './terminal/terminal';

/**
 * Shows the stages of what takes minutes: replaced in place on a terminal, and a line each where
 * there is none, so that the log of a set-up says what is going on.
 */
export function showStage(terminal: Terminal): (stage: string) => void {
  return (stage) => {
    if (terminal.interactive) terminal.progress(stage);
    else terminal.say([printable(stage)]);
  };
}
