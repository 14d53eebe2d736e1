import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createAwsCollector } from '../src/evidence/aws/collector.js';
import type { CollectionRequest } from '../src/evidence/collector.js';
import { FULL_REQUEST, ROLE_SESSION_ARN, USER_ARN } from '../test/support/aws-stand-in/full-estate.js';
import { DELAY_MS, type Asked } from './stand-in-worker.js';

/** Collecting everything there is. */
export interface CollectMeasurement extends Asked {
  readonly name: string;
  readonly milliseconds: number;
  /** How many times the longest chain of dependent calls, if each took no longer than AWS takes for it. */
  readonly timesChain: number;
}

const WARM_UPS = 5;
/** The machine is shared: the best of some rounds counts, the others had company. */
const ROUNDS = 20;

/** Measures the collectors with a delay in every call. Warm: a running bot has loaded the AWS SDK before. */
export async function benchCollect(): Promise<readonly CollectMeasurement[]> {
  const worker = new Worker(new URL('stand-in-worker.js', import.meta.url));
  const [url]: string[] = await once(worker, 'message');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  const measurements = [
    await measureCollect('collect everything: a user', USER_ARN, worker),
    await measureCollect('collect everything: a role session', ROLE_SESSION_ARN, worker),
  ];
  await worker.terminate();
  return measurements;
}

async function measureCollect(name: string, principal: string, worker: Worker): Promise<CollectMeasurement> {
  const request: CollectionRequest = {
    ...FULL_REQUEST,
    principal,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  const takeAsked = async (): Promise<Asked> => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(JSON.stringify(request));
    const [asked]: Asked[] = await once(worker, 'message');
    return asked ?? { calls: 0, longestChain: [] };
  };
  let milliseconds = Infinity;
  let asked = await takeAsked();
  for (let round = 0; round < WARM_UPS + ROUNDS; round += 1) {
    const took = await collect(request);
    asked = await takeAsked();
    if (round >= WARM_UPS) milliseconds = Math.min(milliseconds, took);
  }
  const timesChain = Number((milliseconds / (asked.longestChain.length * DELAY_MS)).toFixed(2));
  return { name, milliseconds: Math.round(milliseconds), ...asked, timesChain };
}

async function collect(request: CollectionRequest): Promise<number> {
  const start = performance.now();
  const { snapshot } = await createAwsCollector({ customEndpoint: true }).collect(request);
  const took = performance.now() - start;
  const unread = snapshot.unavailable?.filter(({ reason }) => !reason.startsWith('S3 tells an object')) ?? [];
  const unexpected = unread.filter(({ field }) => field !== 'caller.sessionTags');
  if (unexpected.length > 0) throw new Error(`not everything was collected: ${JSON.stringify(unexpected)}`);
  return took;
}
