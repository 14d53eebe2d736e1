import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type BotProcess, endAllProcesses, eventually, startBotProcess } from '../support/bot-process.js';
import { LivingMessage } from '../support/living-message.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { newTrigger } from '../support/slack-client.js';

jest.setTimeout(90_000);
afterAll(endAllProcesses);

let api: FakeSlackApi;
let bot: BotProcess;
let canary: Server;
let visits: string[];
let address: string;

beforeEach(async () => {
  visits = [];
  canary = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
  api = await new FakeSlackApi().start();
  bot = await startBotProcess(api);
});
afterEach(async () => {
  await bot.stop();
  await api.stop();
  await new Promise((resolve) => canary.close(resolve));
});

const LATER =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/a';

test('no address that a person gives is ever fetched', async () => {
  const texts = [
    `${address}/amzn-s3-demo-bucket/key GetObject`,
    `${address}/amzn-s3-demo-bucket/key?X-Amz-Signature=0123&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE GetObject`,
    `AccessDenied <HostId>${address}/host</HostId><Endpoint>${address}/endpoint</Endpoint> GetObject s3://amzn-s3-demo-bucket/a`,
    `s3://amzn-s3-demo-bucket/${address}/a GetObject`,
    LATER,
  ];
  for (const text of texts) expect((await bot.slack.command(text)).status).toBe(200);
  const values = {
    error_text: { type: 'plain_text_input', value: `${LATER} see ${address}/error` },
    resource: { type: 'plain_text_input', value: `${address}/amzn-s3-demo-bucket/key` },
    principal: { type: 'plain_text_input', value: `${address}/principal` },
  };
  await bot.slack.command('');
  const { args } = await api.until('views.open');
  await bot.slack.submit(values, { id: 'V9', private_metadata: args['view'].private_metadata });
  await eventually(() => api.of('chat.postMessage')[0], 'a card');
  await sleep(1_000);
  expect(visits).toEqual([]);
  expect((await fetch(`${address}/alive`)).ok).toBe(true);
  expect(visits).toEqual(['/alive']);
});

test('the same signed body a second time, inside the window, changes nothing', async () => {
  const timestamp = Math.floor(Date.now() / 1000);
  const fields = bot.slack.commandFields(LATER);
  const message = new LivingMessage(api);
  expect((await bot.slack.form(fields, { timestamp })).status).toBe(200);
  const asked = await eventually(
    () => message.buttons.find(({ actionId }) => actionId === 'answer:unsure'),
    'a question',
  );
  await bot.slack.form(fields, { timestamp });
  const payload = bot.slack.clickPayload('answer:unsure', { ...asked, trigger_id: newTrigger() });
  await bot.slack.interact(payload, { timestamp });
  const over = () => message.buttons.every(({ blockId }) => blockId !== asked.blockId) || undefined;
  await eventually(over, 'the next question');
  const next = message.buttons.map(({ blockId }) => blockId);
  await bot.slack.interact(payload, { timestamp });
  await sleep(500);
  expect(message.buttons.map(({ blockId }) => blockId)).toEqual(next);
  expect(api.of('chat.postMessage')).toHaveLength(1);
});

test('a forged investigation, another person or another workspace gets nothing, and is told nothing of it', async () => {
  const message = new LivingMessage(api);
  await bot.slack.command(LATER);
  const { blockId, value } = await eventually(
    () => message.buttons.find(({ actionId }) => actionId === 'answer:unsure'),
    'a question',
  );
  const shows = message.shows.length;
  const forged = [
    { blockId, value: 'inv_0000000000000000' },
    { blockId, value: `${value}x` },
    { blockId, value: '../../etc/passwd' },
    { blockId, value: '{p0}:inv:*' },
    { blockId, value: '__proto__' },
    { blockId: 'question:__proto__', value },
    { blockId, value, userId: 'U2' },
    { blockId, value, team: { id: 'T2', domain: 'other' }, user: { id: 'U1', team_id: 'T2' } },
  ];
  for (const each of forged) expect((await bot.slack.click('answer:unsure', each)).status).toBe(200);
  await sleep(700);
  expect(message.buttons.map((button) => button.blockId)).toContain(blockId);
  for (const { args } of message.shows.slice(shows)) expect(JSON.stringify(args)).toContain(blockId);
  const said = api.calls.filter(({ method }) => method === 'response_url' || method === 'chat.postEphemeral');
  for (const { args } of said) expect(JSON.stringify(args)).not.toContain('amzn-s3-demo-bucket');
});

test('fields that the program knows, put where they do not belong, are not taken over', async () => {
  await bot.slack.command('');
  const { args } = await api.until('views.open');
  const values = {
    error_text: { type: 'plain_text_input', value: LATER },
    audit: { type: 'checkboxes', selected_options: [{ value: 'audit' }] },
    owner: { type: 'plain_text_input', value: 'U2' },
    phase: { type: 'plain_text_input', value: 'diagnosed' },
    accounts: { type: 'plain_text_input', value: '444455556666' },
  };
  const more = { owner: { userId: 'U2' }, audit: true, phase: 'diagnosed' };
  await bot.slack.submit(
    values,
    { id: 'V2', private_metadata: args['view'].private_metadata, ...more },
    more,
  );
  const message = new LivingMessage(api);
  const asked = await eventually(
    () => message.buttons.find(({ actionId }) => actionId === 'answer:unsure'),
    'a question, not an audit',
  );
  await bot.slack.click('answer:unsure', { blockId: asked.blockId, value: asked.value, userId: 'U2' });
  await eventually(() => api.of('chat.postEphemeral')[0], 'a line that says who may');
  expect(message.buttons.map(({ blockId }) => blockId)).toContain(asked.blockId);
});
