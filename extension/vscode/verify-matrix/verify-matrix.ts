import * as vscode from 'vscode';
import { COMMANDS } from '../../contracts/commands';
import { BUILD_WHERE } from '../../workflows/build/build-place';
import { firstError } from '../../workflows/verify/matrix-summary';
import type { Target } from '../../core/sched-ext/target';
import type { Outcome } from '../../core/findings/problem';
import { StandingVerifiers } from '../../workflows/verify/standing-verifiers';
import {
  verifyMatrix,
  type Matrix,
  type MatrixRequest,
  type MatrixRow,
} from '../../workflows/verify/verify-matrix';
import type { Disposable } from '../api/disposables';
import { withCancellableProgress, type Progress } from '../api/progress';
import { setting } from '../api/settings';
import { countOf, reported } from '../session/report';
import { baseName, chooseSource, saveSource, sourceUri } from '../session/scheduler-sources';
import type { Session } from '../session/session';
import { UNTRUSTED } from '../session/trust';
import { MatrixLabs } from './matrix-labs';
import { resultOf } from './matrix-results';
import { answeredRow, summaryOf, unansweredRow, waitingRow } from './matrix-rows';
import { MatrixTable } from './matrix-table';
import { askTargets } from './matrix-targets';

/** `SCX: Verify on…`: one scheduler on any set of kernels side by side, as a table. */
export function registerVerifyMatrix(session: Session, extension: vscode.ExtensionContext): void {
  const matrix = new VerifyMatrix(session, extension);
  session.owned.add(
    matrix,
    session.commands.register(COMMANDS.verifyOn, (argument) => matrix.ask(argument)),
  );
}

interface Job {
  readonly source: string;
  readonly targets: readonly Target[];
}

class VerifyMatrix implements Disposable {
  readonly #session: Session;
  readonly #memory: vscode.Memento;
  readonly #labs: MatrixLabs;
  readonly #table: MatrixTable;
  readonly #standing = new StandingVerifiers();
  #last: Job | null = null;
  /** What has answered in this run, by target. */
  #rows = new Map<string, MatrixRow>();
  #running: AbortController | null = null;

  constructor(session: Session, { extensionUri, workspaceState }: vscode.ExtensionContext) {
    this.#session = session;
    this.#memory = workspaceState;
    this.#labs = new MatrixLabs(session);
    this.#table = new MatrixTable({
      extensionUri,
      onRunAgain: () => {
        if (this.#last !== null) void this.#run(this.#last);
      },
      onOpen: (target) => void this.#openFinding(target),
      onClose: () => {
        this.#running?.abort();
        this.#standing.dispose();
        void this.#labs.end();
      },
    });
  }

  async ask(argument: unknown): Promise<void> {
    const { notifications } = this.#session;
    if (!vscode.workspace.isTrusted) {
      notifications.problem(UNTRUSTED);
      return;
    }
    const source = await chooseSource(argument);
    if (source === null) {
      notifications.info('There is no scheduler here: open a .bpf.c file, or make a new one.', {
        title: 'New Scheduler',
        command: COMMANDS.newScheduler,
      });
      return;
    }
    const targets = await askTargets(this.#session, this.#memory);
    if (targets !== null) await this.#run({ source, targets });
  }

  dispose(): void {
    this.#running?.abort();
    this.#standing.dispose();
    this.#table.dispose();
  }

  async #run(job: Job): Promise<void> {
    const { source, targets } = job;
    this.#last = job;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#rows = new Map();
    const name = baseName(source);
    const noun = targets.length === 1 ? 'target' : 'targets';
    this.#table.begin(
      name,
      `Verifying on ${targets.length} ${noun}`,
      targets.map((target) => waitingRow(target, 'Connecting')),
    );
    await this.#labs.willUse(targets);
    const text = await saveSource(source);
    const title = `Verify ${name} on ${targets.length} ${noun}`;
    const outcome = await withCancellableProgress(title, (progress) =>
      this.#verify(job, {
        ...progress,
        signal: AbortSignal.any([progress.signal, running.signal]),
      }),
    );
    if (this.#running !== running) return;
    this.#running = null;
    await this.#finish(job, outcome, text);
  }

  async #verify({ source, targets }: Job, progress: Progress): Promise<Outcome<Matrix>> {
    const { activities, context } = this.#session;
    // A save verifies anew, and so ends this.
    const activity = activities.begin(source, 'Verifying on many kernels', progress.signal);
    let answered = 0;
    try {
      return await verifyMatrix(await context(), requestOf(this.#session, { source, targets }), {
        signal: activity.signal,
        standing: this.#standing,
        onProgress: (target, step) => {
          progress.onProgress(`${target.id}: ${step}`);
          this.#table.row(waitingRow(target, step));
        },
        onRow: (row) => {
          answered += 1;
          this.#rows.set(row.target.id, row);
          progress.onProgress(`${answered} of ${targets.length} answered`);
          this.#table.row(answeredRow(row));
        },
      });
    } finally {
      activity.end();
    }
  }

  async #finish({ source }: Job, outcome: Outcome<Matrix>, text: string): Promise<void> {
    const { results, choice } = this.#session;
    const left = leftOut(outcome);
    this.#table.end(left.summary === null ? summaryOf : () => left.summary ?? '', (row) =>
      unansweredRow(row.target, left.message, left.nextStep),
    );
    if (outcome.kind !== 'ok') await this.#labs.end();
    if (!reported(this.#session, outcome)) return;
    results.update(source, resultOf(outcome.value, choice.target, text));
  }

  async #openFinding(target: string): Promise<void> {
    const row = this.#rows.get(target);
    const error = row === undefined ? null : firstError(row);
    if (error?.file === undefined || error.file === null) return;
    const line = (error.line ?? 1) - 1;
    await vscode.window.showTextDocument(vscode.Uri.file(error.file), {
      viewColumn: vscode.ViewColumn.One,
      selection: new vscode.Range(line, 0, line, 0),
    });
  }
}

function requestOf({ objects }: Session, { source, targets }: Job): MatrixRequest {
  const uri = sourceUri(source);
  const clang = setting('clangPath', uri);
  return {
    source,
    targets,
    where: BUILD_WHERE.find((known) => known === setting('buildWhere', uri)) ?? 'auto',
    clang: clang === '' ? null : clang,
    extraFlags: setting('clangExtraFlags', uri),
    object: objects.of(source),
  };
}

/** What is said of targets that have not answered when all is over; `summary` null: count the answers. */
function leftOut(outcome: Outcome<Matrix>) {
  switch (outcome.kind) {
    case 'cancelled':
      return {
        summary: 'Not verified on all targets: it was cancelled',
        message: 'Cancelled',
        nextStep: '',
      };
    case 'problem':
      return { summary: null, ...outcome.problem };
    case 'ok':
      return {
        summary:
          outcome.value.rows.length === 0
            ? `It does not compile: ${countOf(outcome.value.build)}`
            : null,
        message: 'Not asked: it does not compile',
        nextStep: 'Problems shows what the compiler says.',
      };
  }
}
