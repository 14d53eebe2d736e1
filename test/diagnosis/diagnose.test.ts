import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Evidence, VerdictStatus } from '../../src/diagnosis/types.js';
import { applyPatches } from '../../src/diagnosis/fixes/apply.js';
import { EMPTY_SNAPSHOT } from '../../src/evidence/snapshot.js';
import { loadLibrary } from '../../src/library.js';
import { parseErrorText } from '../../src/s3/index.js';
import { BASES, withFields } from '../support/snapshots.js';

const values = z.record(z.string(), z.array(z.string()).nullable()).default({});
const caseSchema = z
  .object({
    name: z.string(),
    base: z.enum(['sameAccount', 'crossAccount']).optional(),
    set: z.record(z.string(), z.unknown()).default({}),
    error: z.string().optional(),
    principal: z.string().optional(),
    operation: z.string().default('GetObject'),
    headers: values,
    context: values,
    expect: z
      .object({
        decision: z.enum(['allowed', 'denied', 'undetermined']).optional(),
        /** Exactly these, in AWS's order. */
        confirmed: z.array(z.string()).optional(),
        possible: z.array(z.string()).optional(),
        ruledOut: z.array(z.string()).optional(),
        unknown: z.array(z.string()).optional(),
        verified: z.record(z.string(), z.boolean().nullable()).default({}),
      })
      .strict(),
  })
  .strict();

const { causes: catalogue } = loadLibrary(undefined);
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync('test/cases/diagnosis/causes.json', 'utf8')));

function evidenceOf(row: z.infer<typeof caseSchema>): Evidence {
  const snapshot = withFields(row.base === undefined ? EMPTY_SNAPSHOT : BASES[row.base](), row.set);
  const error = row.error === undefined ? undefined : parseErrorText(row.error);
  const principal = row.principal ?? snapshot.caller?.arn;
  return {
    ...(error === undefined ? {} : { error }),
    request: {
      operation: row.operation,
      bucket: 'amzn-s3-demo-bucket',
      key: 'reports/2026.csv',
      ...(principal === undefined ? {} : { principal }),
      headers: row.headers,
      context: row.context,
    },
    snapshot,
    stated: [],
  };
}

describe('diagnose', () => {
  test.each(cases)('$name', (row) => {
    const evidence = evidenceOf(row);
    const { decision, causes } = diagnose(evidence, catalogue);
    const withStatus = (status: VerdictStatus) =>
      causes.filter((cause) => cause.status === status).map(({ id }) => id);
    const { expect: wanted } = row;
    if (wanted.confirmed !== undefined) expect(withStatus('confirmed')).toEqual(wanted.confirmed);
    if (wanted.decision !== undefined) expect(decision).toBe(wanted.decision);
    expect(withStatus('possible')).toEqual(expect.arrayContaining(wanted.possible ?? []));
    expect(withStatus('ruled_out')).toEqual(expect.arrayContaining(wanted.ruledOut ?? []));
    expect(withStatus('unknown')).toEqual(expect.arrayContaining(wanted.unknown ?? []));
    const verified = Object.fromEntries(
      causes.filter(({ id }) => id in wanted.verified).map(({ id, fix }) => [id, fix.verified]),
    );
    expect(verified).toEqual(wanted.verified);
  });

  test.each(cases)('cites evidence for every confirmed or ruled-out cause: $name', (row) => {
    const { causes } = diagnose(evidenceOf(row), catalogue);
    for (const cause of causes)
      if (cause.status === 'confirmed' || cause.status === 'ruled_out')
        expect(cause.evidence).not.toHaveLength(0);
  });

  const proved = cases.filter((row) => Object.values(row.expect.verified).includes(true));
  test.each(proved)('its patches, applied twice, are as good as once, and open the request: $name', (row) => {
    const evidence = evidenceOf(row);
    const patches = diagnose(evidence, catalogue).causes.flatMap(({ fix }) => fix.patches);
    const { error: _, ...rest } = evidence;
    const once = applyPatches(rest, patches);
    expect(applyPatches(once, patches)).toEqual(once);
    const after = diagnose(once, catalogue);
    expect(after.causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id)).toEqual([]);
    expect(after.decision).toBe('allowed');
  });

  test('a policy that could not be read is not rewritten: the statement to add is told', () => {
    const text =
      'User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv" because no resource-based policy allows the s3:GetObject action';
    const request = { bucket: 'amzn-s3-demo-bucket', key: 'reports/2026.csv', headers: {}, context: {} };
    const evidence = { error: parseErrorText(text), request, snapshot: EMPTY_SNAPSHOT, stated: [] };
    const [cause] = diagnose(evidence, catalogue).causes;
    expect(cause).toMatchObject({
      id: 'bucket-policy-no-allow',
      status: 'confirmed',
      fix: { patches: [], verified: null },
    });
    expect(JSON.parse(cause?.fix.snippets[0]?.text ?? '')).toEqual({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:user/Jane' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::amzn-s3-demo-bucket/reports/2026.csv',
    });
  });

  test('a key that a shell would run stays a key in a command', () => {
    const request = {
      bucket: 'amzn-s3-demo-bucket',
      key: '$(reboot)"`id`',
      operation: 'GetObject',
      principal: 'arn:aws:iam::111122223333:user/Jane',
      headers: { 'x-amz-request-payer': null },
      context: {},
    };
    const snapshot = withFields(BASES.crossAccount(), { 'bucket.requestPayer': 'Requester' });
    const [cause] = diagnose({ request, snapshot, stated: [] }, catalogue).causes;
    expect(cause?.id).toBe('requester-pays');
    expect(cause?.fix.snippets[0]?.text).toContain('\\$(reboot)\\"\\`id\\`');
  });

  test('a deny made on purpose keeps standing: the fix complies, and the exception is for one caller only', () => {
    const row = cases.find(({ name }) => name.startsWith('condition-source-vpce: the request did not come'));
    if (row === undefined) throw new Error('no such case');
    const [cause] = diagnose(evidenceOf(row), catalogue).causes;
    expect(cause?.fix.patches).toEqual([
      { target: 'request.context', document: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } },
    ]);
    const [command] = cause?.fix.snippets ?? [];
    const policy = JSON.parse(/<<'EOF'\n([\s\S]*)\nEOF/.exec(command?.text ?? '')?.[1] ?? '');
    expect([policy.Statement].flat()[0]).toMatchObject({
      Effect: 'Deny',
      Condition: {
        StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' },
        ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:user/Jane' },
      },
    });
  });
});
