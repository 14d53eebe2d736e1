import * as fc from 'fast-check';
import type { LayerName, NamedPolicy, PolicyRequest, PolicySet } from '../../../src/policy/index.js';
import { LAYERS } from '../../../src/policy/index.js';

const USER = 'arn:aws:iam::111122223333:user/Jane';
const ROLE = 'arn:aws:iam::111122223333:role/Reader';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Reader/s';
const ROOT = 'arn:aws:iam::111122223333:root';
const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket';

const oneOrMore = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
const action = oneOrMore(
  fc.constantFrom('s3:GetObject', 's3:*', 's3:Get*', '*', 's3:PutObject', 'kms:Decrypt'),
);
const resource = oneOrMore(
  fc.constantFrom('*', BUCKET, `${BUCKET}/*`, `${BUCKET}/\${aws:username}/*`, `${BUCKET}/k?y`),
);
const principal = fc.oneof(
  fc.constant('*'),
  fc.record({
    AWS: oneOrMore(fc.constantFrom('*', USER, ROLE, SESSION, ROOT, '111122223333', '999988887777')),
  }),
  fc.constant({ Service: 'logging.s3.amazonaws.com' }),
);
const condition = fc.oneof(
  fc.constantFrom(
    {},
    { StringEquals: { 'aws:SourceVpce': 'a' } },
    { StringNotEquals: { 'aws:SourceVpce': ['a', 'b'] } },
    { StringLike: { 's3:prefix': '${aws:username}/*' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Null: { 'aws:SourceVpce': 'true' } },
    { NumericLessThan: { 's3:max-keys': '5' } },
    { IpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' } },
    { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } },
    { 'ForAllValues:StringLike': { 'aws:TagKeys': ['a*'] } },
  ),
);

const either = <T>(name: string, one: fc.Arbitrary<T>) =>
  fc.tuple(fc.constantFrom(name, name, `Not${name}`), one).map(([key, value]) => ({ [key]: value }));

export type AnyStatement = Record<string, unknown>;

/** A statement that follows the grammar. */
export function anyStatement(
  layer: LayerName,
  effects: readonly string[] = ['Allow', 'Deny'],
): fc.Arbitrary<AnyStatement> {
  const named = ['resource', 'accessPoint', 'vpcEndpoint', 'resourceControl'].includes(layer);
  return fc
    .tuple(
      fc.constantFrom(...effects),
      either('Action', action),
      either('Resource', resource),
      named ? either('Principal', principal) : fc.constant({}),
      condition,
    )
    .map(([Effect, actions, resources, principals, Condition]) => ({
      Effect,
      ...actions,
      ...resources,
      ...principals,
      Condition,
    }));
}

/** A policy that follows the grammar, of up to three statements. */
export function anyPolicy(layer: LayerName): fc.Arbitrary<NamedPolicy> {
  return fc
    .tuple(fc.constantFrom('2012-10-17', '2008-10-17'), fc.array(anyStatement(layer), { maxLength: 3 }))
    .map(([Version, Statement]) => ({ name: layer, document: { Version, Statement } }));
}

const some = (layer: LayerName) => fc.array(anyPolicy(layer), { maxLength: 2 });
const maybe = (layer: LayerName) => fc.option(anyPolicy(layer), { nil: null, freq: 2 });
const levels = (layer: LayerName) => fc.array(some(layer), { maxLength: 2 });

export const anyPolicySet: fc.Arbitrary<PolicySet> = fc.record({
  identity: some('identity'),
  permissionsBoundary: maybe('permissionsBoundary'),
  session: some('session'),
  resource: maybe('resource'),
  vpcEndpoint: maybe('vpcEndpoint'),
  serviceControl: levels('serviceControl'),
  resourceControl: levels('resourceControl'),
});

export const anyRequest: fc.Arbitrary<PolicyRequest> = fc
  .record({
    principal: fc.constantFrom(USER, ROLE, SESSION, ROOT, 'anonymous', 'logging.s3.amazonaws.com'),
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt'),
    resource: fc.constantFrom(BUCKET, `${BUCKET}/key`, `${BUCKET}/Jane/key`),
    resourceAccount: fc.constantFrom('111122223333', '444455556666'),
    context: fc.constantFrom<PolicyRequest['context']>(
      {},
      { 'aws:SourceVpce': 'a', 'aws:SecureTransport': true },
      { 'aws:SourceVpce': null, 's3:max-keys': 3, 'aws:TagKeys': ['a', 'b'] },
      { 's3:prefix': 'Jane/x', 'aws:SourceIp': '10.1.1.1', 'aws:TagKeys': [] },
    ),
    contextComplete: fc.boolean(),
  })
  .map((request) => request);

export const anyUnread: fc.Arbitrary<ReadonlySet<LayerName>> = fc
  .subarray([...LAYERS], { maxLength: 2 })
  .map((layers) => new Set(layers));

/** Anything that JSON can say, policies that are nearly right among it. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      Version: fc.oneof(fc.constant('2012-10-17'), fc.jsonValue()),
      Statement: fc.oneof(
        fc.jsonValue(),
        fc.array(
          fc.dictionary(
            fc.constantFrom(
              'Sid',
              'Effect',
              'Principal',
              'NotPrincipal',
              'Action',
              'NotAction',
              'Resource',
              'NotResource',
              'Condition',
              'x',
            ),
            fc.oneof(
              fc.jsonValue(),
              fc.constantFrom('Allow', 'Deny', '*', 's3:*', '${', '${}', '${aws:username}'),
              fc.dictionary(
                fc.constantFrom('AWS', 'StringEquals', 'Null', 'ArnLike', 'IpAddress'),
                fc.jsonValue(),
              ),
              fc.dictionary(
                fc.constantFrom(
                  'StringLike',
                  'ForAnyValue:ArnLike',
                  'DateLessThan',
                  'NotIpAddress',
                  'Bool',
                  'NumericEquals',
                ),
                fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
              ),
            ),
          ),
        ),
      ),
    },
    { requiredKeys: [] },
  ),
);
