import * as vscode from 'vscode';
import { CANCELLED, failed, ok, type Outcome, type Problem } from '../../core/findings/problem';
import { parseTarget } from '../../core/sched-ext/target-name';
import type { Target, TargetFacts } from '../../core/sched-ext/target';
import type { WorkflowContext } from '../../workflows/context';
import { targetFacts } from '../../workflows/target-facts';
import type { TargetChoice } from './target-choice';
import type { Disposable } from '../api/disposables';
import { createReconnection } from './reconnection';
import { UNTRUSTED } from './trust';

export type ConnectedHost = Extract<
  Awaited<ReturnType<WorkflowContext['hosts']['connect']>>,
  { kind: 'ok' }
>['value'];

export interface Connected {
  readonly host: ConnectedHost;
  readonly facts: TargetFacts;
}

export type ConnectionState =
  | { readonly kind: 'no-target' }
  | { readonly kind: 'untrusted' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly step: string }
  | ({ readonly kind: 'connected' } & Connected)
  | { readonly kind: 'lost'; readonly problem: Problem; readonly since: number };

export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (step: string) => void;
  /** Another target than the chosen one, as tasks may name it. */
  readonly target?: string | undefined;
  /** Never ask the user anything. */
  readonly quiet?: boolean;
}

/** The connection to the chosen target, shared by all features; made when it is first needed. */
export interface Connection extends Disposable {
  readonly state: ConnectionState;
  readonly onDidChange: vscode.Event<void>;
  connect(options?: ConnectOptions): Promise<Outcome<Connected>>;
  /** The target did not answer: what is known of it no longer counts. It is tried again by itself. */
  lost(host: ConnectedHost, problem: Problem): void;
  /** The shared connection to a target ended by itself. */
  dropped(target: Target, problem: Problem): void;
}

export function createConnection(
  choice: TargetChoice,
  context: () => Promise<WorkflowContext>,
): Connection {
  return new TargetConnection(choice, context);
}

class TargetConnection implements Connection {
  readonly #choice: TargetChoice;
  readonly #context: () => Promise<WorkflowContext>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listeners: Disposable[];
  readonly #facts = new WeakMap<ConnectedHost, TargetFacts>();
  readonly #reconnection = createReconnection(() => this.#tryAgain());
  #state: ConnectionState = { kind: 'idle' };
  readonly onDidChange = this.#changed.event;

  constructor(choice: TargetChoice, context: () => Promise<WorkflowContext>) {
    this.#choice = choice;
    this.#context = context;
    const reset = () => {
      this.#reconnection.end();
      this.#set({ kind: 'idle' });
    };
    this.#listeners = [choice.onDidChange(reset), vscode.workspace.onDidGrantWorkspaceTrust(reset)];
  }

  get state(): ConnectionState {
    if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
    return this.#choice.target === null ? { kind: 'no-target' } : this.#state;
  }

  async connect(options: ConnectOptions = {}): Promise<Outcome<Connected>> {
    if (!vscode.workspace.isTrusted) return failed(UNTRUSTED);
    const text = options.target ?? this.#choice.text;
    const target = parseTarget(text);
    if (target === null) return failed(text.trim() === '' ? NO_TARGET : notATarget(text));
    const outcome = await this.#reach(target, options);
    if (outcome.kind === 'ok') this.#show(target, { kind: 'connected', ...outcome.value });
    if (outcome.kind === 'cancelled') this.#show(target, { kind: 'idle' });
    if (outcome.kind === 'problem') this.#show(target, lostBy(outcome.problem, this.#state));
    return outcome;
  }

  /** Only where somebody else's end of the line can have failed, and never by booting a machine. */
  async #tryAgain(): Promise<'again' | 'done'> {
    if (this.state.kind !== 'lost' || this.#choice.target?.kind !== 'ssh') return 'done';
    const outcome = await this.connect({ quiet: true });
    return outcome.kind === 'problem' && PASSING.has(outcome.problem.code) ? 'again' : 'done';
  }

  lost(host: ConnectedHost, problem: Problem): void {
    this.#facts.delete(host);
    if (this.#state.kind !== 'connected' || this.#state.host !== host) return;
    this.#set(lostBy(problem, this.#state));
    this.#reconnection.begin();
  }

  dropped(target: Target, problem: Problem): void {
    const { state } = this;
    if (state.kind === 'connected' && state.host.target.id === target.id) {
      this.lost(state.host, problem);
    }
  }

  dispose(): void {
    this.#reconnection.dispose();
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  async #reach(
    target: Target,
    { signal, onProgress, quiet = false }: ConnectOptions,
  ): Promise<Outcome<Connected>> {
    const context = await this.#context();
    const report = (step: string) => {
      onProgress?.(step);
      if (!quiet) this.#show(target, { kind: 'connecting', step });
    };
    if (this.#state.kind !== 'connected') report(`Connecting to ${target.id}`);
    const host = await context.hosts.connect(target, { signal, onProgress: report, quiet });
    if (host.kind !== 'ok') return host;
    const known = this.#facts.get(host.value);
    const facts = known ? ok(known) : await targetFacts(host.value, { signal });
    if (facts.kind !== 'ok') return facts;
    if (signal?.aborted === true) return CANCELLED;
    this.#facts.set(host.value, facts.value);
    return ok({ host: host.value, facts: facts.value });
  }

  /** Only what is about the chosen target is this window's state. */
  #show(target: Target, state: ConnectionState): void {
    if (target.id === this.#choice.target?.id) this.#set(state);
  }

  #set(state: ConnectionState): void {
    const before = this.#state;
    if (state.kind === 'connected' && before.kind === 'connected' && state.host === before.host) {
      return;
    }
    this.#state = state;
    this.#changed.fire();
  }
}

/** Since when is said of the first time. */
function lostBy(problem: Problem, before: ConnectionState): ConnectionState {
  return { kind: 'lost', problem, since: before.kind === 'lost' ? before.since : Date.now() };
}

/** Problems of a connection that may be gone a little later (core/ssh/ssh-failure.ts). */
const PASSING = new Set(['connection-lost', 'connection-refused', 'unreachable', 'host-unknown']);

const NO_TARGET: Problem = {
  kind: 'usage',
  code: 'no-target',
  message: 'Could not choose a machine to run on: no target is selected',
  nextStep: 'Select one: a lab (virtual machine) needs nothing but this computer.',
  detail: '',
};

function notATarget(text: string): Problem {
  return {
    kind: 'usage',
    code: 'no-target',
    message: `Could not use the target "${text}": it is no lab and no ssh destination`,
    nextStep: 'Write lab, lab:6.18, local, or user@host.',
    detail: '',
  };
}
