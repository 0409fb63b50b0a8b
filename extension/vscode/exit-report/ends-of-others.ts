import { reasonOf, type ExitReport } from '../../core/exit-report/exit-report';
import { endedText } from '../../core/sched-ext/ended-text';
import type { KernelRecord } from '../../core/sched-ext/target';
import { EndNews } from '../../workflows/observe/end-news';
import { EndWatch } from '../../workflows/observe/end-watch';
import { lastEnd } from '../../workflows/observe/last-end';
import type { Disposable } from '../api/disposables';
import type { Loaded } from '../session/active-run';
import type { Connected, ConnectedHost } from '../session/connection';
import { SHOW_REPORT } from '../session/exit-reports';
import { reasonOf as lossOf } from '../session/panel-session';
import { showRunFindings } from '../session/run-findings';
import type { Session } from '../session/session';
import { endedSource } from './ended-source';
import { OwnEnds } from './own-ends';

interface End extends Connected {
  readonly said: KernelRecord;
  readonly ops: string | null;
}

/**
 * Schedulers that this window does not hold (those of others, and what it kept) also end with one notification, one
 * report and their findings: while there is a connection, whatever is shown.
 */
export class EndsOfOthers implements Disposable {
  readonly #session: Session;
  readonly #own: OwnEnds;
  readonly #newsOf = new Map<string, EndNews>();
  readonly #watches = new Map<ConnectedHost, EndWatch>();
  readonly #closing = new AbortController();

  constructor(session: Session) {
    this.#session = session;
    this.#own = new OwnEnds(session);
    session.owned.add(
      session.connection.onDidChange(() => {
        this.#watch();
      }),
    );
  }

  dispose(): void {
    for (const watch of this.#watches.values()) watch.dispose();
    this.#closing.abort();
    this.#own.dispose();
  }

  /** One watch a host, and one memory a target: a connection that comes back may be another host. */
  #watch(): void {
    const { state } = this.#session.connection;
    if (state.kind !== 'connected' || !state.facts.hasSchedExt) return;
    const { host, facts } = state;
    const known = this.#watches.get(host);
    known?.resume();
    if (known !== undefined) return;
    const { id } = host.target;
    for (const [other, watch] of this.#watches) {
      if (other.target.id !== id) continue;
      watch.dispose();
      this.#watches.delete(other);
    }
    const news = this.#newsOf.get(id) ?? new EndNews();
    this.#newsOf.set(id, news);
    const watch = new EndWatch(host, {
      news,
      isRootFree: facts.privilege === 'sudo',
      onEnd: (said, { ops }) => void this.#tell({ host, facts, said, ops }, news),
      onLost: (outcome) => {
        this.#session.connection.lost(host, lossOf(outcome, host));
      },
    });
    this.#watches.set(host, watch);
  }

  async #tell({ host, facts, said, ops }: End, news: EndNews): Promise<void> {
    const { id } = host.target;
    if (await this.#own.tell(id, ops, said)) return;
    const left = this.#own.leftOn(id, ops);
    const { files } = await this.#session.context();
    const places = await endedSource(ops, left, files);
    const asked = { kernel: facts.kernelRelease, said, places, heard: news.heard };
    const read = await lastEnd(host, this.#closing.signal, asked);
    if (read.kind === 'problem') {
      news.putBack(said);
      this.#session.connection.lost(host, read.problem);
    }
    if (read.kind === 'ok' && read.value !== null) {
      await this.#show(read.value, left, places?.source ?? null);
    }
  }

  async #show(report: ExitReport, left: Loaded | null, source: string | null): Promise<void> {
    const { reports, notifications } = this.#session;
    const reason = reasonOf(report);
    if (reason === null) return;
    const object = left?.object ?? null;
    reports.add({ report, object });
    const text = report.hasRun
      ? endedText(report.ops ?? 'a scheduler', report.target, report.findings)
      : `The kernel did not start ${report.ops ?? 'a scheduler'} on ${report.target}`;
    notifications.warn(`${text}: ${reason.message}`, SHOW_REPORT);
    if (source === null) return;
    const log = report.log.map((line) => `${line}\n`).join('');
    await showRunFindings(this.#session, { source, object }, { findings: report.findings, log });
  }
}
