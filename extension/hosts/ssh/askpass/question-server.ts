import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Asker, Question } from '../../api';
import { askpassEnvironment, type AskpassWay } from './askpass-environment';
import type { AskpassReply, AskpassRequest } from './messages';
import { questionSocket } from './question-socket';

export interface QuestionServer {
  /** For the ssh whose questions come here. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted when the user put a question away: then nobody waits for this connection any more. */
  readonly declined: AbortSignal;
  close(): Promise<void>;
}

export interface QuestionServerOptions extends Pick<AskpassWay, 'programs' | 'isWindowsSsh'> {
  readonly ask: Asker;
  /** As the user wrote it. */
  readonly target: string;
}

const REQUEST = v.object({ token: v.string(), prompt: v.string(), hint: v.string() });

/** Takes the questions of one ssh to `ask`. Answers go from here to ssh and are kept nowhere. */
export async function openQuestionServer(options: QuestionServerOptions): Promise<QuestionServer> {
  const { programs, isWindowsSsh } = options;
  const token = randomBytes(16).toString('hex');
  const path = await questionSocket(process.platform);
  const declined = new AbortController();
  const answering = createAnswering(options, declined);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    void answer(socket, answering, token);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    env: await askpassEnvironment({ programs, isWindowsSsh, socket: path, token }),
    declined: declined.signal,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy(); // Its ssh is gone: nobody waits for the answer.
      }),
  };
}

type Answering = (request: AskpassRequest, signal: AbortSignal) => Promise<string | null>;

/** Counts how often the ssh has asked the same, and aborts `declined` when the user puts a question away. */
function createAnswering(
  { ask, target }: QuestionServerOptions,
  declined: AbortController,
): Answering {
  const asked = new Map<string, number>();
  return async ({ prompt, hint }, signal) => {
    const repeated = asked.get(prompt) ?? 0;
    asked.set(prompt, repeated + 1);
    const question = { target, repeated, ...questionOf(prompt, hint) };
    const said = await ask(question, signal);
    if (said === null && question.kind !== 'notice' && !signal.aborted) declined.abort();
    return said;
  };
}

/** ssh asks about a host key and about the use of a key with a yes or no; all else is a secret. */
function questionOf(prompt: string, hint: string): Pick<Question, 'kind' | 'text'> {
  const text = prompt.trim();
  if (hint === 'none') return { kind: 'notice', text };
  return { kind: hint === 'confirm' || prompt.includes('(yes/no') ? 'yes-no' : 'secret', text };
}

/** One program asks one question; when ssh ends it, nobody waits for the answer. */
async function answer(socket: Socket, answering: Answering, token: string): Promise<void> {
  const gone = new AbortController();
  socket.on('error', () => undefined);
  socket.once('close', () => {
    gone.abort();
  });
  for await (const line of createInterface({ input: socket })) {
    const request = readRequest(line);
    const known = request?.token === token;
    const reply: AskpassReply = {
      answer: request !== null && known ? await answering(request, gone.signal) : null,
    };
    socket.end(JSON.stringify(reply) + '\n');
    return;
  }
}

function readRequest(line: string): AskpassRequest | null {
  try {
    const result = v.safeParse(REQUEST, JSON.parse(line));
    return result.success ? result.output : null;
  } catch {
    return null; // No JSON: not ours.
  }
}
