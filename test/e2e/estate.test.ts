import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { diagnose } from '../../src/diagnosis/index.js';
import type { Diagnosis } from '../../src/diagnosis/types.js';
import { createAwsCollector } from '../../src/evidence/aws/collector.js';
import { READS } from '../../src/evidence/aws/reads/index.js';
import { actionsOf } from '../../src/evidence/read-info.js';
import type { Snapshot } from '../../src/evidence/snapshot.js';
import { loadLibrary } from '../../src/library.js';
import { redact } from '../../src/evidence/redact/index.js';
import { parseErrorText } from '../../src/s3/index.js';
import { startAws, type FakeAws } from '../support/moto-aws.js';
import { makeEveryMistake, MISTAKES, type EstateRequest } from '../support/three-accounts/mistakes.js';
import { permissionOf } from '../support/moto-roles.js';
import { seeded, verdicts } from '../support/redaction.js';
import {
  ACCOUNTS,
  buildThreeAccounts,
  type EstateAccount,
  type ThreeAccounts,
} from '../support/three-accounts/estate.js';
import { BUCKET, KEY } from '../support/three-accounts/policies.js';
import { describeWithPeer } from '../support/peers.js';

jest.setTimeout(120_000);

const { causes: catalogue } = loadLibrary(undefined);

/** The machine may be busy, and what comes too late is unknown. */
const UNHURRIED = { customEndpoint: true, callMilliseconds: 60_000, totalMilliseconds: 100_000 };

/** Between them they make every read there is. */
const QUESTIONS: readonly EstateRequest[] = [
  {},
  { by: 'role session', operation: 'PutObject', through: 'VPC endpoint' },
  { through: 'access point alias', version: 'the only one' },
  { through: 'access point' },
];

/** Permissions without which nothing is lost, because another account's roles tell the same. */
const COMPENSATED: ReadonlySet<string> = new Set(['organizations:DescribeOrganization']);

describeWithPeer('moto_server', 'three accounts, audited through roles as we print them', () => {
  let aws: FakeAws;
  let estate: ThreeAccounts;

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    estate = await buildThreeAccounts(aws);
  });
  afterAll(() => aws?.stop());

  function requestOf({ by, through, version, operation = 'GetObject', key = KEY }: EstateRequest) {
    const principal = by === undefined ? estate.userArn : estate.roleSessionArn;
    const { accessPointAlias, accessPointArn, vpcEndpointId, versionId } = estate;
    return {
      operation,
      bucket: through === 'access point alias' ? accessPointAlias : BUCKET,
      key,
      principal,
      ...(through === 'access point' ? { accessPointArn } : {}),
      ...(through === 'VPC endpoint' ? { vpcEndpointId } : {}),
      ...(version === undefined ? {} : { versionId }),
    };
  }

  async function collect(request: EstateRequest, accounts = estate.auditAccounts): Promise<Snapshot> {
    const { snapshot } = await createAwsCollector(UNHURRIED).collect({
      ...requestOf(request),
      investigationId: 'inv-42',
      accounts,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    return snapshot;
  }

  function judge(request: EstateRequest, snapshot: Snapshot): Diagnosis {
    const asked = requestOf(request);
    const error = parseErrorText(
      `An error occurred (AccessDenied) when calling the ${asked.operation} operation: Access Denied`,
    );
    const { headers = {}, context = {} } = request;
    return diagnose({ error, request: { ...asked, headers, context }, snapshot, stated: [] }, catalogue);
  }

  function confirmed(request: EstateRequest, snapshot: Snapshot): readonly string[] {
    const { causes } = judge(request, snapshot);
    return causes.filter(({ status }) => status === 'confirmed').map(({ id }) => id);
  }

  /** Whenever it was read, and in whatever order. */
  function whatIsKnown({ unavailable = [], ...snapshot }: Snapshot) {
    return {
      ...snapshot,
      collectedAt: '',
      unavailable: new Set(unavailable.map((one) => JSON.stringify(one))),
    };
  }

  function missing({ unavailable = [] }: Snapshot) {
    return unavailable.filter(({ neededPermission }) => neededPermission !== undefined);
  }

  describe('with one thing wrong at a time', () => {
    it.each(QUESTIONS)('nothing is wrong with it as it was built: %j', async (request) => {
      const snapshot = await collect(request);
      expect(missing(snapshot)).toEqual([]);
      expect(confirmed(request, snapshot)).toEqual([]);
    });

    it('no role lets the bot in without its external id', async () => {
      const strangers = estate.auditAccounts.map((entry) => ({ ...entry, externalId: 'of somebody else' }));
      const needed = missing(await collect({}, strangers)).map(({ neededPermission }) => neededPermission);
      expect(new Set(needed)).toEqual(new Set(['sts:AssumeRole']));
    });

    it('no role reads what another kind of account is asked', async () => {
      const [keeper] = estate.auditAccounts.filter(({ account }) => account === estate.account.key);
      const accounts = estate.auditAccounts.filter(({ account }) => account !== estate.account.management);
      const asManagement = keeper === undefined ? [] : [{ ...keeper, organization: true }];
      const others = accounts.filter(({ account }) => account !== estate.account.key);
      const needed = missing(await collect({}, [...others, ...asManagement]));
      expect(needed.map(({ neededPermission }) => neededPermission)).toContain('organizations:ListParents');
    });

    it.each(MISTAKES)('$name: $causes', async ({ make, request = {}, causes }) => {
      await estate.heal();
      await make(estate);
      const snapshot = await collect(request);
      expect(confirmed(request, snapshot)).toEqual(causes);
      expect(judge(request, snapshot).decision).toBe('denied');
      const { snapshot: redacted } = redact(snapshot, [], seeded(7));
      const operation = request.operation ?? 'GetObject';
      expect(verdicts(redacted, operation)).toEqual(verdicts(snapshot, operation));
      expect(namesShown(redacted)).toEqual([]);
    });
  });

  /** The accounts' ids and the names that we gave things, as far as they still stand in a text. */
  function namesShown(redacted: Snapshot): readonly string[] {
    const text = JSON.stringify(redacted);
    const nameOf = (arn: string) => arn.split('/').at(-1) ?? arn;
    const names = [
      ...Object.values(estate.account),
      BUCKET,
      KEY,
      nameOf(estate.userArn),
      nameOf(estate.roleSessionArn),
      nameOf(estate.accessPointArn),
      estate.vpcEndpointId,
    ];
    return names.filter((name) => text.includes(name));
  }

  describe.each([
    { state: 'nothing wrong', where: 'one account', build: (built: ThreeAccounts) => built.heal() },
    { state: 'everything wrong', where: 'all accounts', build: makeEveryMistake },
  ])('with $state, and one permission less in $where', ({ state, where, build }) => {
    /** What is known with every permission, and who made use of which. */
    const whole: { request: EstateRequest; snapshot: Snapshot; used: ReadonlySet<string> }[] = [];

    beforeAll(async () => {
      await build(estate);
      for (const request of QUESTIONS) {
        aws.reset();
        const snapshot = await collect(request);
        const used = new Set(aws.log.map((call) => `${call.account} ${permissionOf(call)}`));
        whole.push({ request, snapshot, used });
      }
    });

    afterAll(() => aws.reset());

    async function collectWithout(action: string, from: readonly EstateAccount[], request: EstateRequest) {
      aws.reset();
      for (const kind of from) aws.withhold(action, estate.account[kind]);
      return collect(request);
    }

    /** From whom it is taken, one after another. */
    function holders(action: string): readonly (readonly EstateAccount[])[] {
      const all = ACCOUNTS.filter((kind) =>
        estate.permissions[kind].Statement.some(
          ({ Effect, Action }) => Effect === 'Allow' && Action.includes(action),
        ),
      );
      return where === 'all accounts' ? [all] : all.map((kind) => [kind]);
    }

    it.each(actionsOf(READS))('%s', async (action) => {
      const tried: { lost: boolean }[] = [];
      for (const from of holders(action)) {
        const user = whole.find(({ used }) =>
          from.some((kind) => used.has(`${estate.account[kind]} ${action}`)),
        );
        if (user === undefined) continue;
        const { request, snapshot } = user;
        const part = await collectWithout(action, from, request);
        const lost = missing(part);
        tried.push({ lost: lost.length > 0 });
        for (const { field, neededPermission } of lost) {
          expect(neededPermission).toBe(action);
          expect(part).not.toHaveProperty(field.split('.'));
        }
        if (lost.length === 0) expect(whatIsKnown(part)).toEqual(whatIsKnown(snapshot));
        expect(confirmed(request, snapshot)).toEqual(expect.arrayContaining([...confirmed(request, part)]));
      }
      expect(tried).not.toEqual([]);
      const compensated = where === 'one account' && COMPENSATED.has(action);
      expect(tried.some(({ lost }) => lost)).toBe(!compensated);
    });

    it(`the diagnosis with every permission has ${state}`, () => {
      const found = whole.flatMap(({ request, snapshot }) => confirmed(request, snapshot));
      if (state === 'nothing wrong') expect(found).toEqual([]);
      else expect(found.length).toBeGreaterThan(8);
    });
  });
});
