import { describe, expect, test } from '@jest/globals';
import type { Evidence, Verdict } from '../../src/diagnosis/types.js';
import type { Snapshot } from '../../src/evidence/snapshot.js';
import { conductInterview } from '../../src/flow/index.js';
import { diagnoseKnowing, evidenceWith, libraryAbout } from './support.js';

interface Told {
  readonly facts: string;
  readonly request?: Partial<Evidence['request']>;
  readonly snapshot?: Snapshot;
  readonly details?: Readonly<Record<string, string>>;
}

/** The evidence after the answer "yes" to a question whose option tells these facts. */
function afterYes({ facts, request, snapshot, details }: Told): Evidence {
  const verdict: Verdict = {
    status: 'possible',
    evidence: [],
    ...(details === undefined ? {} : { details }),
  };
  return conductInterview({
    library: libraryAbout({ a: { yes: `facts: ${facts}` } }),
    flowId: 'general-403',
    evidence: evidenceWith(request, snapshot),
    answers: { a: 'yes' },
    diagnose: diagnoseKnowing(details === undefined ? {} : { a: verdict }),
  }).evidence;
}

describe('what an answer tells', () => {
  test('a header, known not to be sent', () => {
    const evidence = afterYes({ facts: '{ headers.x-amz-request-payer: null }' });
    expect(evidence.request.headers).toEqual({ 'x-amz-request-payer': null });
    expect([...(evidence.answered ?? [])]).toEqual(['headers.x-amz-request-payer']);
  });

  test('a condition key with its value', () => {
    expect(afterYes({ facts: "{ context.aws:SecureTransport: 'false' }" }).request.context).toEqual({
      'aws:SecureTransport': ['false'],
    });
  });

  test("a condition key of one of S3's headers, as that header", () => {
    expect(afterYes({ facts: '{ context.s3:x-amz-acl: private }' }).request.headers).toEqual({
      'x-amz-acl': ['private'],
    });
  });

  test('a setting of the bucket', () => {
    expect(afterYes({ facts: '{ bucket.requestPayer: Requester }' }).snapshot).toEqual({
      version: 1,
      bucket: { requestPayer: 'Requester' },
    });
  });

  test('that there is none of something', () => {
    expect(afterYes({ facts: '{ vpcEndpoint: null, caller.permissionsBoundary: null }' }).snapshot).toEqual({
      version: 1,
      vpcEndpoint: null,
      caller: { permissionsBoundary: null },
    });
  });

  test('who called and what was done', () => {
    const { request } = afterYes({ facts: '{ request.principal: anonymous, request.operation: GetObject }' });
    expect(request).toMatchObject({ principal: 'anonymous', operation: 'GetObject' });
  });

  test('the verdict that it states, with the question and the answer in words', () => {
    expect(afterYes({ facts: '{ vpcEndpoint: null }' }).stated).toEqual([
      { causeId: 'a', status: 'confirmed', step: 'a', says: 'Is it a? — Yes' },
    ]);
  });
});

describe('what was read counts more than what a person says', () => {
  test('a setting', () => {
    const read: Snapshot = { version: 1, bucket: { requestPayer: 'BucketOwner' } };
    const evidence = afterYes({ facts: '{ bucket.requestPayer: Requester }', snapshot: read });
    expect(evidence.snapshot).toEqual(read);
    expect(evidence.answered).toBeUndefined();
  });

  test('that there is none of it', () => {
    const read: Snapshot = { version: 1, vpcEndpoint: null };
    expect(afterYes({ facts: '{ vpcEndpoint.id: vpce-1a2b3c4d }', snapshot: read }).snapshot).toEqual(read);
  });

  test('a condition key, whatever its case', () => {
    const request = { context: { 'AWS:sourceip': ['203.0.113.7'] } };
    expect(afterYes({ facts: '{ context.aws:SourceIp: null }', request }).request.context).toEqual(
      request.context,
    );
  });
});

describe('facts that name what a detector found', () => {
  const FOUND = {
    contextKey: 'aws:SourceVpce',
    operator: 'StringNotEquals',
    values: 'vpce-1a2b3c4d, vpce-5e6f7a8b',
  };

  test('are filled in; of several values the first', () => {
    const { context } = afterYes({ facts: "{ 'context.{contextKey}': '{values}' }", details: FOUND }).request;
    expect(context).toEqual({ 'aws:SourceVpce': ['vpce-1a2b3c4d'] });
  });

  test('are not told where nothing was found', () => {
    expect(afterYes({ facts: "{ 'context.{contextKey}': '{values}' }" }).request.context).toEqual({});
  });

  test('are not told by a Null condition, whose values are no values of the key', () => {
    const details = { ...FOUND, operator: 'Null', values: 'true' };
    expect(afterYes({ facts: "{ 'context.{contextKey}': '{values}' }", details }).request.context).toEqual(
      {},
    );
  });
});

test('the evidence that is given stays as it was', () => {
  const evidence = evidenceWith();
  conductInterview({
    library: libraryAbout({ a: { yes: 'facts: { vpcEndpoint: null }' } }),
    flowId: 'general-403',
    evidence,
    answers: { a: 'yes' },
    diagnose: diagnoseKnowing(),
  });
  expect(evidence).toEqual(evidenceWith());
});
