import * as vscode from 'vscode';
import { failed, type Outcome, type Problem } from '../../core/findings/problem';
import type { WorkflowContext } from '../../workflows/context';

export const UNTRUSTED: Problem = {
  kind: 'usage',
  code: 'untrusted-workspace',
  message: 'Could not run this step: the workspace is in Restricted Mode, and nothing of it is run',
  nextStep: 'Trust the workspace if you trust who wrote it.',
  detail: '',
};

/**
 * The last door before a process: in Restricted Mode no tool is run and no machine is reached, whichever
 * feature asks, and whatever it has looked at before.
 */
export function onlyTrusted(context: WorkflowContext): WorkflowContext {
  const trusted = <T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    vscode.workspace.isTrusted ? work() : Promise.resolve(failed(UNTRUSTED));
  const { tools, hosts } = context;
  return {
    ...context,
    tools: { ...tools, run: (command) => trusted(() => tools.run(command)) },
    hosts: {
      ...hosts,
      connect: (target, options) => trusted(() => hosts.connect(target, options)),
      visit: (target, options) => trusted(() => hosts.visit(target, options)),
      terminal: (target) => trusted(() => hosts.terminal(target)),
    },
  };
}
