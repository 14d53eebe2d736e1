import { describe, expect, it } from '@jest/globals';
import { withDeadline } from '../../../src/evidence/aws/deadline.js';
import { createSnapshotDraft } from '../../../src/evidence/aws/draft.js';
import { classifyError } from '../../../src/evidence/aws/failure.js';
import { parseEncodedPolicy, parsePolicy } from '../../../src/evidence/aws/policy-document.js';

const NEVER = new AbortController().signal;

describe('what an error of the SDK is', () => {
  it.each([
    { error: { name: 'AccessDenied' }, is: { kind: 'denied', code: 'AccessDenied' } },
    { error: { name: 'AccessDeniedException' }, is: { kind: 'denied', code: 'AccessDenied' } },
    {
      error: { name: 'Error', $metadata: { httpStatusCode: 403 } },
      is: { kind: 'denied', code: 'AccessDenied' },
    },
    { error: { name: 'Error', code: 'ECONNREFUSED' }, is: { kind: 'other', code: 'ECONNREFUSED' } },
    {
      error: { name: 'UnknownError', $metadata: { httpStatusCode: 502 } },
      is: { kind: 'other', code: 'HTTP502' },
    },
    { error: { name: 'a name with secrets: AKIA…' }, is: { kind: 'other', code: 'UnknownError' } },
    { error: 'text', is: { kind: 'other', code: 'UnknownError' } },
    { error: new SyntaxError('Unexpected token'), is: { kind: 'malformed', code: 'MalformedAnswer' } },
  ])('$error', ({ error, is }) => {
    expect(classifyError(error)).toEqual(is);
  });
});

describe('a policy as AWS answers it', () => {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Sid: 'a+b %' }],
  };

  it('is read from JSON and from URL-encoded JSON', () => {
    expect(parsePolicy(JSON.stringify(document))).toEqual(document);
    expect(parseEncodedPolicy(encodeURIComponent(JSON.stringify(document)))).toEqual(document);
  });

  it.each([undefined, '', '{', '[]', 'null', '{"Version":"2012-10-17"}', '%E0%A4%A'])(
    'is none in %j',
    (text) => {
      expect(() => parsePolicy(text)).toThrow('not a JSON policy document');
      expect(() => parseEncodedPolicy(text)).toThrow('not a JSON policy document');
    },
  );
});

describe('a deadline', () => {
  it('passes on what was done and what was thrown', async () => {
    expect(await withDeadline(async () => 1, 1000, NEVER)).toEqual({ outcome: 'done', value: 1 });
    const error = new Error('no');
    expect(await withDeadline(() => Promise.reject(error), 1000, NEVER)).toEqual({ outcome: 'threw', error });
  });

  it('is kept by what heeds no signal, and tells what does', async () => {
    let told: AbortSignal | undefined;
    const attempt = await withDeadline(
      (signal) => {
        told = signal;
        return new Promise(() => undefined);
      },
      20,
      NEVER,
    );
    expect(attempt).toEqual({ outcome: 'late' });
    expect(told?.aborted).toBe(true);
  });

  it('calls off nothing that has failed by itself: its connection may be in use by another call', async () => {
    let told: AbortSignal | undefined;
    await withDeadline(
      (signal) => {
        told = signal;
        return Promise.reject(new Error('no'));
      },
      1000,
      NEVER,
    );
    expect(told?.aborted).toBe(false);
  });

  it('does not begin what is stopped already', async () => {
    let begun = false;
    const begin = async () => {
      begun = true;
    };
    expect(await withDeadline(begin, 1000, AbortSignal.abort())).toEqual({
      outcome: 'stopped',
      begun: false,
    });
    expect(begun).toBe(false);
  });
});

/** Of a caller of this account, where the bucket is 444455556666's. */
function canonicalIdOf(account: string): string | undefined {
  const draft = createSnapshotDraft();
  draft.noteKnown({ caller: { account } });
  draft.noteKnown({ bucket: { account: '444455556666', ownerId: 'abc' } });
  return draft.finish(new Date()).caller?.canonicalId;
}

describe('a snapshot in the making', () => {
  it('drops a failure to read what another read told', () => {
    const draft = createSnapshotDraft();
    draft.noteUnknown(['object.ownerId', 'object.acl'], [{ reason: 'AccessDenied: s3:GetObjectAcl' }]);
    draft.noteKnown({ object: { ownerId: 'abc' } });
    expect(draft.finish(new Date(0))).toEqual({
      version: 1,
      collectedAt: '1970-01-01T00:00:00.000Z',
      object: { ownerId: 'abc' },
      unavailable: [{ field: 'object.acl', reason: 'AccessDenied: s3:GetObjectAcl' }],
    });
  });

  it('takes `null` and `[]` for known', () => {
    const draft = createSnapshotDraft();
    draft.noteUnknown(['bucket.policy', 'caller.identityPolicies'], [{ reason: 'late' }]);
    draft.noteKnown({ bucket: { policy: null }, caller: { identityPolicies: [] } });
    expect(draft.finish(new Date()).unavailable).toEqual([]);
  });

  it('tells a section that there is none of from one that nothing is known of', () => {
    const draft = createSnapshotDraft();
    draft.noteUnknown(['kmsKey', 'vpcEndpoint'], [{ reason: 'late' }]);
    draft.noteKnown({ accessPoint: null, kmsKey: null });
    draft.noteKnown({ deniedEvent: null });
    expect(draft.finish(new Date(0))).toEqual({
      version: 1,
      collectedAt: '1970-01-01T00:00:00.000Z',
      accessPoint: null,
      kmsKey: null,
      deniedEvent: null,
      unavailable: [{ field: 'vpcEndpoint', reason: 'late' }],
    });
  });

  it('joins what several reads told of one section', () => {
    const draft = createSnapshotDraft();
    draft.noteKnown({ accessPoint: { arn: 'a' }, vpcEndpoint: { id: 'vpce-1' } });
    draft.noteKnown({ accessPoint: { policy: null }, vpcEndpoint: { policy: null } });
    const { accessPoint, vpcEndpoint } = draft.finish(new Date());
    expect(accessPoint).toEqual({ arn: 'a', policy: null });
    expect(vpcEndpoint).toEqual({ id: 'vpce-1', policy: null });
  });

  it('says the same failure once', () => {
    const draft = createSnapshotDraft();
    draft.noteUnknown(['kmsKey'], [{ reason: 'a' }, { reason: 'a' }, { reason: 'b' }]);
    expect(draft.finish(new Date()).unavailable?.map(({ reason }) => reason)).toEqual(['a', 'b']);
  });

  it('knows the canonical id of a caller of the bucket’s account, and of no other', () => {
    expect(canonicalIdOf('444455556666')).toBe('abc');
    expect(canonicalIdOf('111122223333')).toBeUndefined();
  });
});
