import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { FULL_ESTATE } from '../support/aws-stand-in/full-estate.js';
import { type Disturbance, type StandIn, startStandIn } from '../support/aws-stand-in/server.js';
import { type BotProcess, endAllProcesses, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { errorAnswer, throttled } from '../support/moto-answers.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { ACCESS_KEY, audit, auditEnvironment, EXTERNAL_ID, SECRET_KEY } from './auditing.js';

jest.setTimeout(120_000);

let api: FakeSlackApi;
let aws: StandIn;
let bot: BotProcess;

beforeAll(async () => {
  api = await new FakeSlackApi().start();
  aws = await startStandIn(FULL_ESTATE);
  bot = await startBotProcess(api, auditEnvironment(aws.url));
});
afterEach(() => aws?.disturb(undefined));
afterAll(async () => {
  await bot?.stop();
  await aws?.stop();
  await api?.stop();
  endAllProcesses();
});

/** Audits while AWS is disturbed; resolves with what the card says when the reading is over. */
async function auditedDuring(channel: string, disturbance: Disturbance): Promise<string> {
  aws.disturb(disturbance);
  const message = new LivingMessage(api, channel);
  await audit(bot, api, channel);
  await message.says(/"(?:answer:|recheck")/, 45_000);
  return message.text;
}

/** The first so many calls of each name. */
function firstCalls(count: number, answer: Disturbance): Disturbance {
  const seen = new Map<string, number>();
  return (call, headers) => {
    const before = seen.get(call.call) ?? 0;
    seen.set(call.call, before + 1);
    return before < count ? answer(call, headers) : undefined;
  };
}

const COULD_NOT = 'could not read';

test('throttling: every call is refused once, tried again, and all is read', async () => {
  const said = await auditedDuring('CTHROTTLED', firstCalls(1, throttled));
  expect(said).not.toMatch(/Throttling|SlowDown/);
});

test('a call that hangs is given up alone; what was read counts', async () => {
  const said = await auditedDuring('CHANGING', ({ call }) =>
    call === 's3:GetBucketPolicy' ? 'hang' : undefined,
  );
  expect(said).toContain(`${COULD_NOT} the bucket policy: no answer within 5 s: s3:GetBucketPolicy`);
});

test('a clock that is half an hour off is corrected by what AWS says the time is', async () => {
  const off = 30 * 60_000;
  let refused = 0;
  const said = await auditedDuring('CSKEWED', (call, headers) => {
    const signed = Date.parse(
      String(headers['x-amz-date']).replace(
        /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
        '$1-$2-$3T$4:$5:$6Z',
      ),
    );
    const now = Date.now() + off;
    if (Math.abs(now - signed) < 15 * 60_000) return undefined;
    refused += 1;
    const code = call.service === 's3' ? 'RequestTimeTooSkewed' : 'SignatureDoesNotMatch';
    const answer = errorAnswer(call, 403, code, 'Signature expired');
    return { ...answer, headers: { ...answer.headers, date: new Date(now).toUTCString() } };
  });
  expect(refused).toBeGreaterThan(0);
  expect(said).not.toMatch(/RequestTimeTooSkewed|SignatureDoesNotMatch/);
});

test('expired credentials of the bot: the audit says so, and the questions go on without it', async () => {
  const said = await auditedDuring('CEXPIRED', (call) =>
    call.call === 'sts:AssumeRole'
      ? errorAnswer(call, 403, 'ExpiredToken', 'The security token included in the request is expired')
      : undefined,
  );
  expect(said).toContain('ExpiredToken');
  expect(bot.log()).toContain('ExpiredToken');
});

test('a session that expires in the middle of it: what was read counts, the rest is named', async () => {
  const said = await auditedDuring('CMIDWAY', (call) =>
    call.service === 'iam'
      ? errorAnswer(call, 403, 'ExpiredToken', 'The security token included in the request is expired')
      : undefined,
  );
  expect(said).toContain(COULD_NOT);
  expect(said).toContain('ExpiredToken');
});

test('none of it left a credential in the log', () => {
  expect(bot.log()).toContain('"msg":"audit"');
  for (const secret of [SECRET_KEY, EXTERNAL_ID, ACCESS_KEY]) expect(bot.log()).not.toContain(secret);
});
