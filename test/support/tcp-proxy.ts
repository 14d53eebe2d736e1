import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A TCP relay that a test makes slow: what Redis is behind a bad network. */
export interface TcpProxy {
  readonly port: number;
  /** How long each chunk is held back, in each direction. */
  delayMs: number;
  /** A connection over which this was sent gets no answer any more. */
  losesAnswersTo: string | undefined;
  /** Breaks every connection off; the next ones are as good as new. */
  hangUp(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const proxy: Pick<TcpProxy, 'delayMs' | 'losesAnswersTo'> = { delayMs: 0, losesAnswersTo: undefined };
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    let lost = false;
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (from === client && proxy.losesAnswersTo !== undefined)
          lost ||= chunk.includes(proxy.losesAnswersTo);
        if (lost && from === target) return;
        setTimeout(() => to.writable && to.write(chunk), proxy.delayMs);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => (sockets.delete(from), to.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    port: portOf(server),
    hangUp: () => {
      proxy.losesAnswersTo = undefined;
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
