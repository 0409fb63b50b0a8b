/** A network that breaks: a TCP proxy on loopback, between ssh and a target's port. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export interface FaultyNetwork {
  /** What ssh connects to. */
  readonly port: number;
  /** How many connections were opened so far. */
  connections(): number;
  /** Both sides see a reset, as when a router on the way restarts. */
  cut(): void;
  /** Nothing arrives any more and nobody is told, as when a cable is pulled. */
  freeze(): void;
  /** What was held back arrives, late. */
  thaw(): void;
  /** Milliseconds that a byte is on its way, one direction. */
  delay(milliseconds: number): void;
  /** Bytes a second towards the target; null is as fast as it goes. */
  limit(bytesPerSecond: number | null): void;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** What all connections of one network go through. */
interface Weather {
  delayMs: number;
  bytesPerSecond: number | null;
  /** Settled while the network carries anything. */
  flowing: Promise<void>;
}

export async function openFaultyNetwork(targetPort: number): Promise<FaultyNetwork> {
  const weather: Weather = { delayMs: 0, bytesPerSecond: null, flowing: Promise.resolve() };
  const sockets = new Set<Socket>();
  let connections = 0;
  let thaw: () => void = () => undefined;
  const server = createServer({ allowHalfOpen: true }, (near) => {
    connections += 1;
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    carry(near, far, weather, true);
    carry(far, near, weather, false);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    cut,
    freeze: () => {
      weather.flowing = new Promise((resolve) => {
        thaw = resolve;
      });
    },
    thaw: () => {
      thaw();
      weather.flowing = Promise.resolve();
    },
    delay: (milliseconds) => {
      weather.delayMs = milliseconds;
    },
    limit: (bytesPerSecond) => {
      weather.bytesPerSecond = bytesPerSecond;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Takes what one side says to the other, in order: its bytes, its end, and that it is gone. */
function carry(from: Socket, to: Socket, weather: Weather, towardsTarget: boolean): void {
  let last = Promise.resolve();
  const then = (deliver: () => void, bytes = 0) => {
    const sentAt = Date.now();
    last = last.then(async () => {
      await pause(Math.max(0, sentAt + weather.delayMs - Date.now()));
      const limit = towardsTarget ? weather.bytesPerSecond : null;
      if (limit !== null) await pause((bytes / limit) * 1000);
      await weather.flowing;
      if (!to.destroyed) deliver();
    });
  };
  from.on('data', (chunk: Buffer) => {
    then(() => to.write(chunk), chunk.length);
  });
  from.on('end', () => {
    then(() => to.end());
  });
  from.on('error', () => undefined); // `close` follows.
  from.on('close', (failed) => {
    then(() => (failed ? to.resetAndDestroy() : to.end()));
  });
}
