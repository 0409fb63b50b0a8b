import type { Origin, SchedulerOwner } from './scheduler-owner';

/** Who loaded a scheduler, as a sentence. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'run':
      return runText(origin.run);
    case 'service':
      return `The service ${origin.unit} runs it.`;
    case 'loader':
      return 'scx_loader started it.';
    case 'program':
      return `${origin.user} runs it: ${origin.command || 'a program'} (process ${origin.pid}).`;
    case 'pinned':
      return `It is pinned at ${origin.path}.`;
    case 'unknown':
      return 'Nothing on the target says who loaded it.';
  }
}

function runText({ who, hold }: Extract<Origin, { kind: 'run' }>['run']): string {
  switch (hold) {
    case 'held':
      return `${who} runs it with SCX Studio now.`;
    case 'kept':
      return `${who} loaded it with SCX Studio and chose to keep it.`;
    case 'left':
      return `SCX Studio left it there when ${who} was cut off.`;
  }
}

/** What replacing does, in one sentence. */
export function takingOutText(origin: Origin): string {
  switch (origin.kind) {
    case 'run':
      return origin.run.hold === 'held'
        ? 'Its holder is told that it is out.'
        : 'Its pin is removed.';
    case 'service':
      return `${origin.unit} is stopped (systemctl stop).`;
    case 'loader':
      return 'scx_loader is asked to stop it (scxctl stop).';
    case 'program':
      return `Process ${origin.pid} gets SIGINT, as by Ctrl-C.`;
    case 'pinned':
      return 'Its pin is removed.';
    case 'unknown':
      return 'The kernel takes it out by SysRq-S.';
  }
}

export type PuttingBack =
  | { readonly kind: 'possible'; readonly how: string }
  | { readonly kind: 'impossible'; readonly why: string };

/** Whether a scheduler can be put back when the one that replaces it is out, and how. */
export function puttingBack({ origin, ops }: SchedulerOwner): PuttingBack {
  switch (origin.kind) {
    case 'service':
      return possible(`${origin.unit} is started again`);
    case 'loader':
      return possible('scx_loader starts it again');
    case 'pinned':
      return origin.canRelink ? possible('it is pinned there again') : withoutRelink(origin.path);
    case 'run':
      if (origin.run.hold !== 'kept') {
        return impossible(
          'what SCX Studio holds for somebody is loaded again by that person, not by another',
        );
      }
      return origin.canRelink ? possible('it is kept there again') : withoutRelink(ops);
    case 'program':
      return impossible(
        `only ${origin.user} can start it again${origin.command && `: ${origin.command}`}`,
      );
    case 'unknown':
      return impossible('nobody knows what started it');
  }
}

const possible = (how: string): PuttingBack => ({ kind: 'possible', how });
const impossible = (why: string): PuttingBack => ({ kind: 'impossible', why });

function withoutRelink(place: string): PuttingBack {
  const folder = place.slice(0, place.lastIndexOf('/') + 1) || '/sys/fs/bpf/';
  return impossible(
    `that takes perl or python3 on the target, which has neither; by hand: bpftool struct_ops register OBJECT.bpf.o ${folder}`,
  );
}
