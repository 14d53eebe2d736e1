import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createGroupLookup, type GroupLookup } from '../../src/conversation/group-lookup.js';
import { createSlackAccess, createSlackGroups } from '../../src/slack/index.js';
import { FakeSlackApi } from '../support/slack-api.js';
import { collectLogs } from '../support/slack-bot.js';

let api: FakeSlackApi;
let lookup: GroupLookup;
let now: number;
beforeEach(async () => {
  api = await new FakeSlackApi().start();
  now = 0;
  const logger = collectLogs([]);
  lookup = createGroupLookup(
    createSlackGroups(
      createSlackAccess({
        config: { botToken: 'xoxb-test', signingSecret: 'test', apiUrl: api.url },
        logger,
      }),
    ),
    logger,
    () => now,
  );
  api.always('usergroups.users.list', { answer: { users: ['U1'] } });
});
afterEach(() => api.stop());

it('knows who is in a group, and asks for nothing where no group is named', async () => {
  expect(await lookup('T1', 'U1', [])).toEqual([]);
  expect(api.calls).toEqual([]);
  expect(await lookup('T1', 'U1', ['S1'])).toEqual(['S1']);
  expect(await lookup('T1', 'U2', ['S1'])).toEqual([]);
  expect(api.last('usergroups.users.list').args).toMatchObject({ usergroup: 'S1' });
});

it('asks again after a minute', async () => {
  await lookup('T1', 'U1', ['S1']);
  await lookup('T1', 'U1', ['S1']);
  now = 61_000;
  await lookup('T1', 'U1', ['S1']);
  expect(api.calls).toHaveLength(2);
});

it('goes on what Slack said lately while it is out, and on nothing that is older', async () => {
  await lookup('T1', 'U1', ['S1']);
  api.always('usergroups.users.list', { status: 503 });
  now = 5 * 60_000;
  expect(await lookup('T1', 'U1', ['S1'])).toEqual(['S1']);
  now = 11 * 60_000;
  await expect(lookup('T1', 'U1', ['S1'])).rejects.toThrow(/503/);
});

it('asks Slack for no group of another platform', async () => {
  expect(await lookup('T1', 'U1', ['S1', '00000000-0000-4000-8000-0000000000aa'])).toEqual(['S1']);
  expect(api.calls).toHaveLength(1);
});
