import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createMemoryStore } from '../../src/conversation/memory/store.js';
import { diagnose } from '../../src/diagnosis/index.js';
import type { EvidenceCollector } from '../../src/evidence/collector.js';
import { loadLibrary } from '../../src/library.js';
import { sameAccount } from '../support/snapshots.js';
import { idOf, JANE, PLACE, startProcess, until, type Process } from './support/rig.js';
import { textOf } from './support/surface.js';

const ARN = 'arn:aws:iam::111122223333:user/Jane';
const DETAILS = { bucket: 'amzn-s3-demo-bucket', key: 'reports/2026.csv', operation: 'GetObject' };

let read: (string | undefined)[];
let process: Process;
beforeEach(() => {
  read = [];
  const collector: EvidenceCollector = {
    collect: async ({ principal }) => {
      read.push(principal);
      const { caller, bucket, object } = sameAccount();
      const unread = { version: 1, bucket, object } as const;
      return {
        snapshot:
          principal === undefined ? unread : { ...unread, caller: { ...caller, identityPolicies: [] } },
        calls: [],
      };
    },
  };
  const auditAccess = {
    auditable: async () => [{ account: '111122223333', roleArn: `${ARN}-audit`, externalId: 'x' }],
  };
  process = startProcess(createMemoryStore(), {
    library: loadLibrary(undefined),
    diagnose,
    collector,
    auditAccess,
  });
});
afterEach(() => process.stop());

const start = async (audit: boolean) =>
  idOf(
    await process.conversation.start({
      eventId: randomUUID(),
      actor: JANE,
      place: PLACE,
      details: { ...DETAILS, audit },
    }),
  );
const send = (id: string, step: string, option: string, value?: string) =>
  process.conversation.handle(id, randomUUID(), JANE, {
    kind: 'answer.submitted',
    step,
    option,
    ...(value === undefined ? {} : { value }),
  });
const seen = (text: string) => until(() => textOf(process.surface.last).includes(text), text);

test('where AWS is read, a caller who is named is read as well, and that is the answer', async () => {
  const id = await start(true);
  await seen('without AWS credentials');
  await send(id, 'anonymous-request', 'signed');
  await seen('Who made the request?');
  expect((await send(id, 'caller', 'arn', 'Jane')).outcome).toBe('invalid');
  await send(id, 'caller', 'arn', ARN);
  await seen('No policy of the caller allows');
  expect(read).toEqual([undefined, ARN]);
  const kept = await process.conversation.load(id);
  expect(kept?.details.principal).toBe(ARN);
  expect(kept?.answers).toEqual({ 'anonymous-request': 'signed' });
});

test('where nothing is read, it is an answer like any other, and can be changed', async () => {
  const id = await start(false);
  await seen('without AWS credentials');
  await send(id, 'anonymous-request', 'signed');
  await send(id, 'caller', 'arn', ARN);
  await seen('that of the caller');
  expect(read).toEqual([]);
  const kept = await process.conversation.load(id);
  expect(kept?.details.principal).toBeUndefined();
  expect(kept?.answerValues).toEqual({ caller: { option: 'arn', text: ARN } });
});
