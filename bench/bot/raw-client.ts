import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Requests over kept-alive connections, written as they are: what makes the load must cost far less than what bears it, since both
 * run on the same machine.
 */
export interface Load {
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Of each request, in milliseconds: from when it was to be sent to its answer. */
  readonly latencies: readonly number[];
}

/** As fast as it goes, with so many at once. */
export async function sendAll(port: number, requests: readonly Buffer[], atOnce: number): Promise<Load> {
  const connections = await openAll(port, Math.min(atOnce, requests.length));
  const queue = requests.values();
  const latencies: number[] = [];
  const started = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      // All take from the same iterator.
      for (const request of queue) {
        const sent = performance.now();
        await connection.send(request);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  return { seconds, latencies };
}

/**
 * At a steady rate, whether or not the answers keep up: a request that has to wait for a connection has waited. Latencies count from
 * when a request was due, so that a stall is not hidden by what was not sent during it.
 */
export async function sendSteadily(
  port: number,
  requests: readonly Buffer[],
  perSecond: number,
): Promise<Load> {
  const idle = [...(await openAll(port, 32))];
  const all = [...idle];
  const latencies: number[] = [];
  const running = new Set<Promise<unknown>>();
  const started = performance.now();
  for (const [index, request] of requests.entries()) {
    const due = started + (index * 1000) / perSecond;
    while (performance.now() < due || idle.length === 0) await sleep(1);
    const connection = idle.pop();
    if (connection === undefined) continue;
    const answering = answered(connection, request).then((at) => latencies.push(at - due));
    running.add(answering);
    void answering.finally(() => (running.delete(answering), idle.push(connection)));
  }
  await Promise.all(running);
  const seconds = (performance.now() - started) / 1000;
  for (const connection of all) connection.close();
  return { seconds, latencies };
}

/** When the answer came. */
async function answered(connection: RawConnection, request: Buffer): Promise<number> {
  await connection.send(request);
  return performance.now();
}

interface RawConnection {
  /** One at a time. Rejects where the answer is not 200. */
  send(request: Buffer): Promise<void>;
  close(): void;
}

function openAll(port: number, count: number): Promise<readonly RawConnection[]> {
  return Promise.all(Array.from({ length: count }, () => open(port)));
}

async function open(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  return { send: (request) => exchange(socket, request), close: () => void socket.destroy() };
}

function exchange(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (error?: Error): void => {
      socket.off('data', take).off('error', settle).off('close', cut);
      if (error === undefined) resolve();
      else reject(error);
    };
    const cut = (): void => settle(new Error('the connection was closed before the answer'));
    const take = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      const ok = text.startsWith('HTTP/1.1 200');
      settle(ok ? undefined : new Error(`not taken: ${text.slice(0, 80)}`));
    };
    socket.on('data', take).on('error', settle).on('close', cut);
    socket.write(request);
  });
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length);
}
