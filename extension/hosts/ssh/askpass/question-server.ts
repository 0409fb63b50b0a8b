import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Asker, Question } from '../../api';
import { privateFolder } from '../private-folder';
import { ASKPASS_ENV, ASKPASS_FILES, type AskpassReply, type AskpassRequest } from './messages';

export interface QuestionServer {
  /** For the ssh whose questions come here. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborted when the user put a question away: then nobody waits for this connection any more. */
  readonly declined: AbortSignal;
  close(): Promise<void>;
}

const REQUEST = v.object({ token: v.string(), prompt: v.string(), hint: v.string() });

/**
 * Takes the questions of one ssh to `ask`. `programs` is the folder of askpass.sh and askpass.js.
 * Answers go from here to ssh and are kept nowhere.
 */
export async function openQuestionServer(
  ask: Asker,
  target: string,
  programs: string,
): Promise<QuestionServer> {
  const token = randomBytes(16).toString('hex');
  const path = join(await privateFolder(), `${randomUUID().slice(0, 8)}.q`);
  const declined = new AbortController();
  const asked = new Map<string, number>();
  const server = createServer((socket) => {
    void answer(
      socket,
      async ({ prompt, hint }, signal) => {
        const repeated = asked.get(prompt) ?? 0;
        asked.set(prompt, repeated + 1);
        const question = { target, repeated, ...questionOf(prompt, hint) };
        const said = await ask(question, signal);
        if (said === null && question.kind !== 'notice' && !signal.aborted) declined.abort();
        return said;
      },
      token,
    );
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const shim = join(programs, ASKPASS_FILES.shim);
  await chmod(shim, 0o755).catch(() => undefined); // Some ways to unpack a package forget modes.
  return {
    env: {
      SSH_ASKPASS: shim,
      SSH_ASKPASS_REQUIRE: 'force',
      // OpenSSH before 8.4 asks this way only where a display is named.
      DISPLAY: process.env['DISPLAY'] ?? ':0',
      ELECTRON_RUN_AS_NODE: '1',
      [ASKPASS_ENV.socket]: path,
      [ASKPASS_ENV.token]: token,
      [ASKPASS_ENV.node]: process.execPath,
      [ASKPASS_ENV.program]: join(programs, ASKPASS_FILES.program),
    },
    declined: declined.signal,
    async close() {
      server.close();
      await rm(path, { force: true });
    },
  };
}

/** ssh asks about a host key and about the use of a key with a yes or no; all else is a secret. */
function questionOf(prompt: string, hint: string): Pick<Question, 'kind' | 'text'> {
  const text = prompt.trim();
  if (hint === 'none') return { kind: 'notice', text };
  return { kind: hint === 'confirm' || prompt.includes('(yes/no') ? 'yes-no' : 'secret', text };
}

type Answering = (request: AskpassRequest, signal: AbortSignal) => Promise<string | null>;

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
