import { createServer, type AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** One call of the bot, while somebody wants to see them. */
export interface SeenCall {
  readonly method: string;
  readonly body: string;
}

/** What is shared with who started it: how many updates there were, and whether calls are to be told. */
export const SHARED = { updates: 0, telling: 1, length: 2 } as const;

// Slack's Web API, in a thread of its own: it answers at once, with as little as the bot needs.
if (parentPort !== null) {
  const port = parentPort;
  const shared = new Int32Array(workerData);
  let posted = 0;
  const answerTo = (method: string, body: string): string => {
    if (method === 'chat.update') Atomics.add(shared, SHARED.updates, 1);
    if (Atomics.load(shared, SHARED.telling) === 1)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      port.postMessage({ method, body } satisfies SeenCall);
    if (method === 'auth.test')
      return '{"ok":true,"team":"Example","team_id":"T1","user_id":"UBOT","bot_id":"BBOT"}';
    if (method === 'chat.getPermalink')
      return '{"ok":true,"permalink":"https://example.slack.com/archives/C1/p1"}';
    if (method !== 'chat.postMessage') return '{"ok":true}';
    posted += 1;
    const channel = /channel(?:=|":")(\w+)/.exec(body)?.[1];
    return JSON.stringify({ ok: true, channel, ts: `1700000000.${String(posted).padStart(6, '0')}` });
  };
  const server = createServer((socket) => {
    let pending: Buffer = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      for (;;) {
        const head = pending.indexOf('\r\n\r\n');
        if (head < 0) return;
        const lines = pending.toString('latin1', 0, head);
        const end = head + 4 + Number(/content-length: (\d+)/i.exec(lines)?.[1] ?? 0);
        if (pending.length < end) return;
        const method = /^\w+ \/api\/([\w.]+)/.exec(lines)?.[1] ?? '';
        const answer = answerTo(method, pending.toString('utf8', head + 4, end));
        pending = pending.subarray(end);
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(answer)}\r\n\r\n${answer}`,
        );
      }
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port: listening }: AddressInfo = addressOf();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    port.postMessage(`http://127.0.0.1:${listening}/api/`);
  });
  const addressOf = (): AddressInfo => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the stand-in does not listen');
    return address;
  };
}
