import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import {
  type Blocker,
  type Evaluation,
  type NamedPolicy,
  type PolicySet,
  parseSimulationCase,
  type Residual,
  simulateCase,
} from '../../src/policy/index.js';
import { listCaseFiles, loadCases } from './support/load-cases.js';
import { decisionTable } from './support/schemas.js';

type Table = z.infer<typeof decisionTable>;
type Group = Table['groups'][number];
type Case = Group['cases'][number];
type Policies = NonNullable<Case['policies']>;
type Statements = NonNullable<Policies['identity']>;

const OTHER_TABLES = new Set(['operators.json', 'documents.json']);
const REQUEST = {
  principal: 'arn:aws:iam::111122223333:user/Jane',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::amzn-s3-demo-bucket/key',
  resourceAccount: '111122223333',
  context: {},
  contextComplete: true,
};

function toPolicySet(policies: Policies): object {
  const version = policies.version === undefined ? '2012-10-17' : policies.version;
  const named = (name: string, Statement: Statements): NamedPolicy => ({
    name,
    document: { ...(version === null ? {} : { Version: version }), Statement },
  });
  const nullable = (name: string, statements: Statements | null | undefined) =>
    statements === undefined || statements === null ? null : named(name, statements);
  const levels = (name: string, list: readonly Statements[] | undefined) =>
    (list ?? []).map((level) => (level.length === 0 ? [] : [named(name, level)]));
  return {
    identity:
      policies.identity === undefined || policies.identity.length === 0
        ? []
        : [named('identity', policies.identity)],
    permissionsBoundary: nullable('permissionsBoundary', policies.permissionsBoundary),
    session: (policies.session ?? []).map((statements) => named('session', statements)),
    resource: nullable('resource', policies.resource),
    ...(policies.accessPoint === undefined
      ? {}
      : {
          accessPoint: {
            policy: nullable('accessPoint', policies.accessPoint.policy),
            resource: policies.accessPoint.resource,
          },
        }),
    vpcEndpoint: nullable('vpcEndpoint', policies.vpcEndpoint),
    serviceControl: levels('serviceControl', policies.serviceControl),
    resourceControl: levels('resourceControl', policies.resourceControl),
    ...(policies.resourceGrant === undefined ? {} : { resourceGrant: policies.resourceGrant }),
  } satisfies Record<string, unknown> & Partial<PolicySet>;
}

function evaluate(group: Group, one: Case): Evaluation {
  const parsed = parseSimulationCase({
    request: { ...REQUEST, ...group.request, ...one.request },
    policies: toPolicySet({ ...group.policies, ...one.policies }),
    ...(one.unknown === undefined ? {} : { unknown: one.unknown }),
  });
  if (parsed.outcome === 'problem') throw new Error(parsed.problem);
  return simulateCase(parsed.case);
}

function writeBlocker({ layer, kind, statement, level }: Blocker): string {
  return [layer, kind, statement === undefined ? '' : `#${statement}`, level === undefined ? '' : `@${level}`]
    .filter((part) => part !== '')
    .join(' ');
}

function writeResidual({ contextKey, operator, layer, statement }: Residual): string {
  return `${contextKey} ${operator} ${layer}#${statement}`;
}

function check(one: Case, evaluation: Evaluation): void {
  expect(evaluation.decision).toBe(one.decision);
  if (one.blockers !== undefined) expect(evaluation.blockers.map(writeBlocker)).toEqual(one.blockers);
  if (one.unresolved !== undefined) expect(evaluation.unresolved.map(writeResidual)).toEqual(one.unresolved);
  if (one.unreadLayers !== undefined) expect(evaluation.unreadLayers).toEqual(one.unreadLayers);
  for (const [layer, outcome] of Object.entries(one.layers ?? {})) {
    expect([layer, evaluation.layers.find((result) => result.layer === layer)?.outcome]).toEqual([
      layer,
      outcome,
    ]);
  }
  if (one.nearMisses !== undefined) {
    const near = evaluation.blockers
      .flatMap((blocker) => blocker.nearMisses ?? [])
      .map((miss) => miss.because);
    expect(near).toEqual(one.nearMisses.map((text) => expect.stringContaining(text)));
  }
  const because = evaluation.layers.flatMap((layer) =>
    layer.statements.map((statement) => statement.because),
  );
  for (const text of one.because ?? []) expect(because).toContainEqual(expect.stringContaining(text));
}

for (const file of listCaseFiles().filter((name) => !OTHER_TABLES.has(name))) {
  for (const group of loadCases(file, decisionTable).groups) {
    describe(`${file}: ${group.about} (${group.source})`, () => {
      test.each(group.cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
        check(one, evaluate(group, one));
      });
    });
  }
}
