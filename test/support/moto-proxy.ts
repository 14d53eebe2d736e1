import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  accessDenied,
  errorAnswer,
  isOpenToAll,
  json,
  throttled,
  xml,
  type WireAnswer,
} from './moto-answers.js';
import { changesNothing, identifyCall, type WireCall } from './moto-calls.js';
import { createRoleGuard, permissionOf } from './moto-roles.js';
import { createS3Gaps } from './moto-s3-gaps.js';

/** What a call is answered with instead of moto's answer; `hang`: with nothing, ever. */
export type Reply = 'hang' | ((call: WireCall) => WireAnswer);

export interface LoggedCall extends WireCall {
  readonly account: string;
}

interface Rule {
  readonly call: string;
  readonly when: (call: LoggedCall) => boolean;
  readonly reply: Reply;
  left: number;
}

interface RuleOptions {
  /** Only calls made with keys of this account. */
  readonly account?: string;
  readonly times?: number;
  readonly when?: (call: LoggedCall) => boolean;
}

/** moto's account for credentials that no role gave: the bot's own. */
export const BOT_ACCOUNT = '123456789012';

/**
 * Stands in front of moto_server: knows which account a key belongs to, holds roles that were built over the wire to their policies,
 * keeps foreign buckets closed and heeds ExpectedBucketOwner as S3 does, repairs moto's gaps, and gives chosen calls another answer.
 */
export interface AwsProxy {
  readonly url: string;
  readonly log: readonly LoggedCall[];
  deny(call: string, account?: string): void;
  /** The audit role of this account lacks this permission. */
  withhold(permission: string, account: string): void;
  throttle(call: string, times: number): void;
  hang(call: string): void;
  /** STS refuses the role of this account. */
  denyRole(account: string): void;
  respond(call: string, reply: Reply, options?: RuleOptions): void;
  /** Every call waits this long, to measure chains of dependent calls. */
  delay(milliseconds: number): void;
  /** Forgets rules, delay and log; what was built stays. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startAwsProxy(motoUrl: string): Promise<AwsProxy> {
  const world = createWorld(motoUrl);
  const server = createServer((request, response) => {
    handle(world, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const url = await listen(server);
  const respond: AwsProxy['respond'] = (
    call,
    reply,
    { account, times = Infinity, when = () => true } = {},
  ) => {
    const applies = (made: LoggedCall) => (account ?? made.account) === made.account && when(made);
    world.rules.push({ call, when: applies, reply, left: times });
  };
  return {
    url,
    log: world.log,
    respond,
    deny: (call, account) => respond(call, accessDenied, account === undefined ? {} : { account }),
    denyRole: (account) => {
      const when = (call: WireCall) => call.params.get('RoleArn')?.split(':')[4] === account;
      respond('sts:AssumeRole', accessDenied, { when });
    },
    withhold: (permission, account) => world.withheld.add(`${account} ${permission}`),
    throttle: (call, times) => respond(call, throttled, { times }),
    hang: (call) => respond(call, 'hang'),
    delay: (milliseconds) => {
      world.delay = milliseconds;
    },
    reset: () => {
      world.rules.length = 0;
      world.withheld.clear();
      world.log.length = 0;
      world.delay = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type World = ReturnType<typeof createWorld>;

function createWorld(motoUrl: string) {
  return {
    motoUrl,
    rules: new Array<Rule>(),
    log: new Array<LoggedCall>(),
    delay: 0,
    roles: createRoleGuard(),
    s3Gaps: createS3Gaps(motoUrl),
    withheld: new Set<string>(),
    answers: new Map<string, Promise<WireAnswer>>(),
    accountOfKey: new Map<string, string>(),
    ownerOfBucket: new Map<string, string>(),
    payerOfBucket: new Map<string, string>(),
    boundaryOfUser: new Map<string, string>(),
  };
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const { method = 'GET', url = '/', headers } = request;
  const call = identifyCall({ method, url, headers, body: body.toString('utf8') });
  const account = world.accountOfKey.get(call.accessKeyId) ?? BOT_ACCOUNT;
  const logged = { ...call, account };
  world.log.push(logged);
  const rule = world.rules.find((one) => one.call === call.call && one.left > 0 && one.when(logged));
  if (world.delay > 0) await sleep(world.delay);
  if (rule !== undefined) rule.left -= 1;
  if (rule?.reply === 'hang') return;
  const forward = () => askMoto(world, { method, url, headers, body });
  const answer = rule === undefined ? await answerCall(world, { ...logged, url }, forward) : rule.reply(call);
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function answerCall(
  world: World,
  call: LoggedCall & { readonly url: string },
  forward: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  const { account, region, url, body } = call;
  if (world.withheld.has(`${account} ${permissionOf(call)}`)) return accessDenied(call);
  if (world.roles.denies(call, account)) return accessDenied(call);
  if (call.bucket !== undefined) {
    if (call.call === 's3:PUT bucket') world.ownerOfBucket.set(call.bucket, account);
    const owner = world.ownerOfBucket.get(call.bucket);
    const expected = call.expectedBucketOwner ?? owner;
    if (owner !== undefined && (owner !== account || expected !== owner)) return accessDenied(call);
  }
  const subject = [account, region, call.call, url, body].join(' ');
  return askOnce(world, call, subject, () => answerAnew(world, call, account, forward));
}

async function answerAnew(
  world: World,
  call: WireCall,
  account: string,
  forward: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  const repaired = await repair(world, call, account, forward);
  if (repaired !== undefined) return repaired;
  const answer = await forward();
  if (call.call === 'sts:AssumeRole') rememberKey(world, call, answer);
  world.roles.observe(call, account, answer);
  return answer;
}

function rememberKey(world: World, call: WireCall, answer: WireAnswer): void {
  const key = /<AccessKeyId>([^<]+)</.exec(answer.body)?.[1];
  const account = call.params.get('RoleArn')?.split(':')[4];
  if (key !== undefined && account !== undefined) world.accountOfKey.set(key, account);
}

/** What moto 5.2.1 answers wrongly or not at all. */
async function repair(
  world: World,
  call: WireCall,
  account: string,
  forward: () => Promise<WireAnswer>,
): Promise<WireAnswer | undefined> {
  const bucket = call.bucket ?? '';
  const user = `${account}/${call.params.get('UserName')}`;
  switch (call.call) {
    case 's3:PUT requestPayment':
      world.payerOfBucket.set(bucket, /<Payer>(\w+)</.exec(call.body)?.[1] ?? '');
      return xml(200, '');
    case 's3:GetBucketRequestPayment': {
      const payer = world.payerOfBucket.get(bucket) ?? 'BucketOwner';
      return xml(200, `<RequestPaymentConfiguration><Payer>${payer}</Payer></RequestPaymentConfiguration>`);
    }
    case 's3:GetBucketPolicyStatus':
      return policyStatus(world, call);
    case 'iam:PutUserPermissionsBoundary':
      world.boundaryOfUser.set(user, call.params.get('PermissionsBoundary') ?? '');
      return xml(200, '<PutUserPermissionsBoundaryResponse/>');
    case 'iam:GetUser': {
      const boundary = world.boundaryOfUser.get(user);
      const answer = await forward();
      if (boundary === undefined || answer.status !== 200) return answer;
      const arn = `<PermissionsBoundaryArn>${boundary}</PermissionsBoundaryArn>`;
      const element = `<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>${arn}</PermissionsBoundary>`;
      return { ...answer, body: answer.body.replace('</User>', `${element}</User>`) };
    }
    case 'cloudtrail:LookupEvents':
      return json(200, { Events: [] });
    case 'logs:FilterLogEvents':
      return json(200, { events: [] });
    case 'organizations:DescribeEffectivePolicy':
      return errorAnswer(call, 400, 'EffectivePolicyNotFoundException', 'There is none.');
    default:
      return world.s3Gaps.answer(call, forward);
  }
}

async function policyStatus(world: World, call: WireCall): Promise<WireAnswer> {
  const policy = await fetch(`${world.motoUrl}/${call.bucket}?policy`, {
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${call.accessKeyId}/20260101/us-east-1/s3/aws4_request`,
    },
  });
  if (policy.status !== 200)
    return errorAnswer(call, 404, 'NoSuchBucketPolicy', 'The bucket policy does not exist');
  const isPublic = isOpenToAll(await policy.json());
  return xml(200, `<PolicyStatus><IsPublic>${isPublic}</IsPublic></PolicyStatus>`);
}

interface Forwarded {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * moto works on one call at a time, and what it says changes only when something is written. Whoever assumes the same role in the
 * same words twice gets the same session twice.
 */
function askOnce(
  world: World,
  call: WireCall,
  subject: string,
  ask: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  if (!changesNothing(call)) {
    world.answers.clear();
    return ask();
  }
  const answer = world.answers.get(subject) ?? ask();
  world.answers.set(subject, answer);
  return answer;
}

async function askMoto(world: World, { method, url, headers, body }: Forwarded): Promise<WireAnswer> {
  const passed = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_PASSED_ON.has(name)) passed.set(name, String(value));
  }
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  const answer = await fetch(`${world.motoUrl}${url}`, {
    method,
    headers: passed,
    ...(hasBody ? { body } : {}),
  });
  const kept = [...answer.headers].filter(([name]) => !NOT_PASSED_ON.has(name));
  return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() };
}

const NOT_PASSED_ON = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'expect',
]);

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
