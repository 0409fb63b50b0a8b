import { connect, createServer } from 'node:net';

/** A lab under a debugger's load still answers within this time. */
const ATTEMPT_TIMEOUT_MS = 3000;

/**
 * Knocks once: true when sshd has said its banner. QEMU's user-mode network accepts at once and
 * resets later when nobody listens inside, so an open connection means nothing by itself.
 */
export function sshAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ATTEMPT_TIMEOUT_MS, () => {
      settle(false);
    });
    socket.once('data', (data) => {
      settle(data.toString('latin1').startsWith('SSH-2.0'));
    });
    socket.once('error', () => {
      settle(false);
    });
    socket.once('close', () => {
      settle(false);
    });
  });
}

/** A port of the loopback interface that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
