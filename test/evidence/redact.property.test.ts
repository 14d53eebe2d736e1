import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { redact } from '../../src/evidence/redact/index.js';
import { snapshotSchema } from '../../src/evidence/snapshot.js';
import { isWithin, matchesWildcard, parseIp, parseIpRange } from '../../src/policy/index.js';
import { seeded, verdicts } from '../support/redaction.js';
import { BASES, withFields } from '../support/snapshots.js';

/** Names that begin alike, end alike and hold each other: what patterns tell apart. */
const word = fc.constantFrom(
  'acme',
  'ac',
  'reports',
  'report',
  'prod',
  'x',
  'data',
  '2026',
  '20',
  'Jane',
  'jane',
  'döner',
  'cafe',
  'q1',
);
const joined = fc
  .array(fc.tuple(word, fc.constantFrom('-', '/', '.', '_', '', ' ')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(([text, separator]) => text + separator).join(''));
/** A pattern that matches the name: parts of it replaced by wildcards. */
const patternOf = (name: string) =>
  fc
    .array(fc.tuple(fc.nat(name.length), fc.nat(4), fc.constantFrom('*', '?')), {
      minLength: 1,
      maxLength: 3,
    })
    .map((cuts) =>
      cuts.reduce(
        (text, [at, length, wildcard]) =>
          text.slice(0, at) +
          (wildcard === '*' ? '*' : '?'.repeat(text.slice(at, at + length).length)) +
          text.slice(at + length),
        name,
      ),
    );

const subjects = fc.array(joined, { minLength: 2, maxLength: 8 });
const policyOf = (patterns: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: patterns.map((Resource) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource })),
});

test('patterns match what they matched, and nothing else', () => {
  const sample = subjects.chain((names) =>
    fc.tuple(
      fc.constant(names),
      fc.array(fc.constantFrom(...names).chain(patternOf), { minLength: 1, maxLength: 6 }),
    ),
  );
  fc.assert(
    fc.property(sample, fc.nat(), ([names, patterns], seed) => {
      const tags = Object.fromEntries(names.map((name, index) => [`tag${index}`, name]));
      const snapshot = snapshotSchema.parse({
        version: 1,
        object: { tags },
        bucket: { policy: policyOf(patterns) },
      });
      const after = redact(snapshot, [], seeded(seed)).snapshot;
      const values = Object.values(after.object?.tags ?? {});
      const written = (after.bucket as { policy: ReturnType<typeof policyOf> }).policy.Statement.map(
        ({ Resource }) => Resource,
      );
      const matches = (wildcards: readonly string[], texts: readonly string[]) =>
        wildcards.map((pattern) => texts.map((text) => matchesWildcard(pattern, text)));
      const inOrder = Object.values(snapshot.object?.tags ?? {});
      expect(matches(written, values)).toEqual(matches(patterns, inOrder));
      expect(values.map((value) => values.indexOf(value))).toEqual(
        inOrder.map((name) => inOrder.indexOf(name)),
      );
      expect(values.map((value) => value.length)).toEqual(inOrder.map((name) => name.length));
    }),
    { numRuns: 300 },
  );
});

/** Patterns with a variable in place of the user's name, in all the company a name may keep. */
const withVariable = (name: string) =>
  fc.constantFrom(
    `${name}/*`,
    'home/${aws:username}/*',
    'home-${aws:username}',
    'x${aws:username}*',
    '${aws:username}${aws:PrincipalTag/team}*',
    "${aws:PrincipalTag/none, 'acme'}*",
    '*/${aws:username}?',
  );

/** Jane's own policies, her bucket's and an SCP, all with patterns over the same few words. */
const estate = fc
  .record({
    user: joined,
    bucket: joined,
    key: joined,
    team: word,
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
  })
  .map((names) => ({ ...names, user: names.user.replaceAll(/[^A-Za-z0-9]/g, '') || 'Jane' }))
  .chain(({ user, bucket, key, team, region }) => {
    const arn = `arn:aws:iam::111122223333:user/${user}`;
    const object = `arn:aws:s3:::${bucket}/${key}`;
    return fc.record({
      names: fc.constant({ arn, bucket, key, team, user, region }),
      own: patternOf(object),
      inBucket: fc.oneof(
        patternOf(object),
        withVariable(user).map((path) => `arn:aws:s3:::${bucket}/${path}`),
      ),
      callers: patternOf(arn),
      prefix: fc.oneof(patternOf(key), withVariable(user)),
      tag: patternOf(team),
      effect: fc.constantFrom('Allow', 'Deny'),
      addresses: fc.array(fc.constantFrom('203.0.113.0/24', '203.0.113.7', '10.0.0.0/8', '2001:db8::/32'), {
        minLength: 1,
      }),
    });
  });

test('whatever its policies say of its names, the causes stay the same', () => {
  fc.assert(
    fc.property(
      estate,
      fc.nat(),
      ({ names, own, inBucket, callers, prefix, tag, effect, addresses }, seed) => {
        const Principal = { AWS: names.arn };
        const statements = [
          { Sid: 'Own', Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: inBucket },
          {
            Effect: effect,
            Principal: '*',
            Action: 's3:*',
            Resource: '*',
            Condition: {
              ArnLike: { 'aws:PrincipalArn': callers },
              StringLike: { 'aws:PrincipalTag/team': tag },
            },
          },
          {
            Effect: 'Allow',
            Principal,
            Action: 's3:ListBucket',
            Resource: '*',
            Condition: { StringLike: { 's3:prefix': prefix } },
          },
          {
            Effect: 'Deny',
            Principal,
            Action: 's3:*',
            Resource: '*',
            Condition: { NotIpAddress: { 'aws:SourceIp': addresses } },
          },
        ];
        const snapshot = withFields(BASES.sameAccount(), {
          'caller.arn': names.arn,
          'caller.tags': { team: names.team },
          'caller.identityPolicies': [
            {
              name: names.user,
              document: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: own }],
              },
            },
          ],
          'bucket.name': names.bucket,
          'bucket.region': names.region,
          'bucket.policy': { Version: '2012-10-17', Statement: statements },
          'object.key': names.key,
          deniedEvent: { sourceIp: '203.0.113.7', vpcEndpointId: null },
        });
        const after = redact(snapshot, [], seeded(seed)).snapshot;
        for (const operation of ['GetObject', 'ListObjectsV2'])
          expect(verdicts(after, operation)).toEqual(verdicts(snapshot, operation));
      },
    ),
    { numRuns: 40 },
  );
});

test('addresses lie in the blocks in which they lay, and private ones stay private', () => {
  const octet = fc.nat(255);
  const address = fc.tuple(
    fc.constantFrom(10, 172, 192, 203, 8),
    fc.constantFrom(0, 16, 168, 113),
    octet,
    octet,
  );
  const block = fc.tuple(address, fc.integer({ min: 1, max: 32 }));
  fc.assert(
    fc.property(address, fc.array(block, { minLength: 1, maxLength: 5 }), fc.nat(), (ip, blocks, seed) => {
      const ranges = blocks.map(([start, length]) => `${start.join('.')}/${length}`);
      const snapshot = snapshotSchema.parse({
        version: 1,
        deniedEvent: { sourceIp: ip.join('.') },
        bucket: {
          policy: {
            Statement: [{ Condition: { IpAddress: { 'aws:SourceIp': [...ranges, '192.168.0.0/16'] } } }],
          },
        },
      });
      const after = redact(snapshot, [], seeded(seed)).snapshot;
      const policy = after.bucket?.policy as {
        Statement: [{ Condition: { IpAddress: { 'aws:SourceIp': string[] } } }];
      };
      const within = (one: string, all: readonly string[]) =>
        all.map((range) => {
          const [parsed, of] = [parseIp(one), parseIpRange(range)];
          return parsed !== null && of !== null && isWithin(parsed, of);
        });
      const written = policy.Statement[0].Condition.IpAddress['aws:SourceIp'];
      expect(within(after.deniedEvent?.sourceIp ?? '', written)).toEqual(
        within(ip.join('.'), [...ranges, '192.168.0.0/16']),
      );
      expect(written.at(-1)).toBe('192.168.0.0/16');
    }),
  );
});
