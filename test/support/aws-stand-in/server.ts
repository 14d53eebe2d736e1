import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorAnswer, type WireAnswer } from '../moto-answers.js';
import { identifyCall, type WireCall } from '../moto-calls.js';
import { queryAnswer, type Answers, type Asked } from './answer.js';
import { EC2_ANSWERS } from './ec2.js';
import type { StandInEstate } from './estate.js';
import { IAM_ANSWERS } from './iam.js';
import { KMS_ANSWERS, ORGANIZATIONS_ANSWERS, TRAIL_ANSWERS } from './json-services.js';
import { S3_CONTROL_ANSWERS } from './s3-control.js';
import { S3_ANSWERS } from './s3.js';

/** Everything that the stand-in knows. A new read of the collectors is a new entry. */
export const ANSWERS: Answers = {
  ...S3_ANSWERS,
  ...S3_CONTROL_ANSWERS,
  ...IAM_ANSWERS,
  ...KMS_ANSWERS,
  ...ORGANIZATIONS_ANSWERS,
  ...TRAIL_ANSWERS,
  ...EC2_ANSWERS,
};

/** One call and its answer, in milliseconds since the stand-in started. */
export interface Exchange {
  readonly call: WireCall;
  readonly answer: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface StandIn {
  readonly url: string;
  /** From now on each call is put to this first; undefined: as usual again. */
  disturb(disturbance: Disturbance | undefined): void;
  /** What was asked since the last time. */
  takeExchanges(): readonly Exchange[];
  stop(): Promise<void>;
}

/** What goes wrong with a call; undefined: nothing, it is answered. */
export type Disturbance = (
  call: WireCall,
  headers: IncomingMessage['headers'],
) => WireAnswer | 'hang' | undefined;

export interface StandInOptions {
  /** How long each call takes, however many there are at a time. */
  readonly delayMilliseconds?: number;
}

/**
 * Answers every call of the collectors in AWS's own wire formats, out of a plain object: for what moto does not know, and for measuring,
 * as moto works on one call at a time. It lets everybody assume every role and heeds no policy.
 */
export async function startStandIn(estate: StandInEstate, options: StandInOptions = {}): Promise<StandIn> {
  const { delayMilliseconds = 0 } = options;
  const accountOfKey = new Map<string, string>();
  let exchanges: Exchange[] = [];
  let disturbance: Disturbance = () => undefined;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const body = await readBody(request);
    const { method = '', url = '', headers } = request;
    const call = identifyCall({ method, url, headers, body });
    const disturbed = disturbance(call, headers);
    if (disturbed === 'hang') return;
    const answer = disturbed ?? answerCall(estate, call, accountOfKey);
    await sleep(delayMilliseconds);
    exchanges.push({ call, answer: answer.body, startedAt, endedAt: performance.now() });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(new Error(String(error))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    disturb: (next) => {
      disturbance = next ?? (() => undefined);
    },
    takeExchanges: () => {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function answerCall(estate: StandInEstate, call: WireCall, accountOfKey: Map<string, string>): WireAnswer {
  const account = accountOfKey.get(call.accessKeyId) ?? '';
  const param = (name: string) => call.params.get(name) ?? '';
  const asked: Asked = { estate, call, account, own: estate.accounts[account] ?? { canonicalId: '' }, param };
  if (call.call === 'sts:AssumeRole') return assumeRole(asked, accountOfKey);
  const answer = ANSWERS[call.call];
  return answer === undefined
    ? errorAnswer(call, 501, 'NotImplemented', `the stand-in does not know ${call.call}`)
    : answer(asked);
}

/** Other keys for each session, by which its calls are told apart. */
function assumeRole(asked: Asked, accountOfKey: Map<string, string>): WireAnswer {
  const AccessKeyId = `ASIA${String(accountOfKey.size).padStart(16, '0')}`;
  accountOfKey.set(AccessKeyId, asked.param('RoleArn').split(':')[4] ?? '');
  const Credentials = {
    AccessKeyId,
    SecretAccessKey: 'secret',
    SessionToken: 'token',
    Expiration: '2099-01-01T00:00:00Z',
  };
  return queryAnswer(asked, { Credentials });
}
