import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  compilePolicies,
  type Decision,
  evaluateRequest,
  type LayerName,
  type NamedPolicy,
  type PolicySet,
  parsePolicyDocument,
  parsePrincipal,
  parseSimulationCase,
  printPolicyDocument,
  simulateCase,
} from '../../src/policy/index.js';
import {
  anyJson,
  anyPolicy,
  anyPolicySet,
  anyRequest,
  anyStatement,
  anyUnread,
} from './support/arbitrary.js';

const RUNS = { numRuns: Number(process.env.FC_RUNS ?? 200) };

const FLAT_LAYERS = [
  'identity',
  'session',
  'serviceControl',
  'resourceControl',
  'resource',
  'permissionsBoundary',
  'vpcEndpoint',
] as const;

function edit(policy: NamedPolicy, change: (statements: unknown[]) => unknown[]): NamedPolicy {
  const document = policy.document;
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return policy;
  const { Statement } = document;
  return {
    ...policy,
    document: { ...document, Statement: change(Array.isArray(Statement) ? Statement : [Statement]) },
  };
}

function editLayer(
  set: PolicySet,
  layer: (typeof FLAT_LAYERS)[number],
  change: (statements: unknown[]) => unknown[],
): PolicySet {
  const one = (policy: NamedPolicy) => edit(policy, change);
  switch (layer) {
    case 'identity':
    case 'session':
      return { ...set, [layer]: set[layer].map(one) };
    case 'serviceControl':
    case 'resourceControl':
      return { ...set, [layer]: set[layer].map((level) => level.map(one)) };
    default: {
      const policy = set[layer];
      return { ...set, [layer]: policy === null ? null : one(policy) };
    }
  }
}

function editAll(set: PolicySet, change: (statements: unknown[]) => unknown[]): PolicySet {
  return FLAT_LAYERS.reduce((edited, layer) => editLayer(edited, layer, change), set);
}

const anyLayer = fc.constantFrom(...FLAT_LAYERS);

function decide(
  request: Parameters<typeof evaluateRequest>[0],
  set: PolicySet,
  unread?: ReadonlySet<LayerName>,
): Decision {
  return evaluateRequest(request, compilePolicies(set), unread).decision;
}

describe('policies', () => {
  test('adding a Deny never opens', () => {
    fc.assert(
      fc.property(
        anyRequest,
        anyPolicySet,
        anyLayer.chain((layer) => fc.tuple(fc.constant(layer), anyStatement(layer, ['Deny']))),
        (request, set, [layer, deny]) => {
          const before = decide(request, set);
          const after = decide(
            request,
            editLayer(set, layer, (statements) => [...statements, deny]),
          );
          if (before === 'explicit_deny') expect(after).toBe('explicit_deny');
          if (before === 'implicit_deny') expect(['implicit_deny', 'explicit_deny']).toContain(after);
          if (before === 'undetermined') expect(after).not.toBe('allowed');
        },
      ),
      RUNS,
    );
  });

  test('adding an Allow never closes', () => {
    fc.assert(
      fc.property(
        anyRequest,
        anyPolicySet,
        anyLayer.chain((layer) => fc.tuple(fc.constant(layer), anyStatement(layer, ['Allow']))),
        (request, set, [layer, allow]) => {
          const before = decide(request, set);
          const after = decide(
            request,
            editLayer(set, layer, (statements) => [...statements, allow]),
          );
          if (before === 'allowed') expect(after).toBe('allowed');
          if (before === 'undetermined') expect(['undetermined', 'allowed']).toContain(after);
          if (before === 'explicit_deny') expect(after).toBe('explicit_deny');
        },
      ),
      RUNS,
    );
  });

  test('the order of statements, and saying them twice, change nothing', () => {
    fc.assert(
      fc.property(anyRequest, anyPolicySet, anyUnread, (request, set, unread) => {
        const before = decide(request, set, unread);
        expect(
          decide(
            request,
            editAll(set, (statements) => statements.toReversed()),
            unread,
          ),
        ).toBe(before);
        expect(
          decide(
            request,
            editAll(set, (statements) => [...statements, ...statements]),
            unread,
          ),
        ).toBe(before);
      }),
      RUNS,
    );
  });

  test('the case of actions and of key names changes nothing', () => {
    const shout = (statements: unknown[]): unknown[] => {
      const json = JSON.stringify(statements).replaceAll(
        /"(s3|kms):[A-Z*][A-Za-z*]*"|"aws:[A-Za-z]+":/g,
        (text) => text.toUpperCase(),
      );
      const parsed: unknown[] = JSON.parse(json);
      return parsed;
    };
    fc.assert(
      fc.property(anyRequest, anyPolicySet, (request, set) => {
        const context = Object.fromEntries(
          Object.entries(request.context).map(([key, value]) => [key.toUpperCase(), value]),
        );
        const action = request.action.toUpperCase();
        expect(decide({ ...request, context, action }, editAll(set, shout))).toBe(decide(request, set));
      }),
      RUNS,
    );
  });

  test('a denied request names what stands in the way, and an undetermined one what it hangs on', () => {
    fc.assert(
      fc.property(anyRequest, anyPolicySet, anyUnread, (request, set, unread) => {
        const evaluation = evaluateRequest(request, compilePolicies(set), unread);
        const denied = evaluation.decision === 'explicit_deny' || evaluation.decision === 'implicit_deny';
        expect(evaluation.blockers.length > 0).toBe(denied);
        if (evaluation.decision === 'explicit_deny')
          expect(evaluation.blockers[0]?.kind).toBe('explicit_deny');
        const hangs = evaluation.unresolved.length + evaluation.unreadLayers.length;
        expect(hangs > 0).toBe(evaluation.decision === 'undetermined');
        expect(evaluation.layers.every((layer) => layer.statements.every((one) => one.because !== ''))).toBe(
          true,
        );
      }),
      RUNS,
    );
  });

  test('compiling for once and compiling to remember agree', () => {
    fc.assert(
      fc.property(anyRequest, anyPolicySet, anyUnread, (request, policies, unread) => {
        const once = simulateCase({ request, policies, unknown: [...unread] });
        const remembered = evaluateRequest(request, compilePolicies(policies), unread);
        expect(JSON.stringify(remembered)).toBe(JSON.stringify(once));
      }),
      { numRuns: 50 },
    );
  });
});

describe('documents', () => {
  test('parse, print, parse is identity', () => {
    const bare = (document: unknown) => {
      const { statements, ...rest } = parsePolicyDocument(document);
      return { ...rest, statements: JSON.parse(JSON.stringify(statements)) };
    };
    fc.assert(
      fc.property(anyPolicy('resource'), ({ document }) => {
        const printed = printPolicyDocument(parsePolicyDocument(document));
        expect(bare(printed)).toEqual(bare(document));
        expect(printPolicyDocument(parsePolicyDocument(printed))).toEqual(printed);
      }),
      RUNS,
    );
  });

  test('no document makes the parser or the engine throw', () => {
    fc.assert(
      fc.property(
        anyJson,
        anyRequest,
        fc.constantFrom('identity', 'resource'),
        (document, request, layer) => {
          const parsed = parsePolicyDocument(document);
          for (const { path, message } of [...parsed.problems, ...parsed.lints]) {
            expect(path).toMatch(/^\$/);
            expect(message).not.toBe('');
          }
          const policy = { name: 'fuzzed', document };
          const none = {
            permissionsBoundary: null,
            session: [],
            vpcEndpoint: null,
            serviceControl: [],
            resourceControl: [],
          };
          const set = {
            ...none,
            identity: layer === 'identity' ? [policy] : [],
            resource: layer === 'resource' ? policy : null,
          };
          expect(() => evaluateRequest(request, compilePolicies(set))).not.toThrow();
        },
      ),
      { numRuns: RUNS.numRuns * 2 },
    );
  });

  test('no text makes the parsers throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parsePolicyDocument(text)).not.toThrow();
        expect(() => parsePrincipal(text)).not.toThrow();
      }),
      RUNS,
    );
  });

  test('no value makes the case reader throw', () => {
    const nearly = fc.record(
      {
        request: fc.oneof(anyRequest, fc.jsonValue()),
        policies: fc.oneof(anyPolicySet, fc.jsonValue()),
        unknown: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearly), (value) => {
        const parsed = parseSimulationCase(value);
        if (parsed.outcome === 'problem') expect(parsed.problem).not.toContain('\n');
        else expect(() => simulateCase(parsed.case)).not.toThrow();
      }),
      RUNS,
    );
  });
});
