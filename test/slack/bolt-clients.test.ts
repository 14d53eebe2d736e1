import { expect, test } from '@jest/globals';
import { App, type Receiver } from '@slack/bolt';
import { boundClients, hasClients } from '../../src/slack/bolt-clients.js';

const NO_RECEIVER: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} };

/** A Bolt app in which the members of many workspaces click. */
function createApp() {
  const app = new App({
    receiver: NO_RECEIVER,
    authorize: async ({ teamId }) => ({
      botToken: `xoxb-of-${teamId}`,
      ...(teamId === undefined ? {} : { teamId }),
    }),
  });
  const tokens: (string | undefined)[] = [];
  app.action('a', async ({ ack, client }) => {
    tokens.push(client.token);
    await ack();
  });
  const click = (team: string) =>
    app.processEvent({
      body: {
        type: 'block_actions',
        team: { id: team },
        user: { id: 'U1' },
        actions: [{ type: 'button', action_id: 'a', block_id: 'b' }],
      },
      ack: async () => {},
    });
  const kept = () => {
    const of: unknown = app;
    if (!hasClients(of)) throw new Error('Bolt keeps its clients elsewhere now');
    return Object.keys(of.clients).length;
  };
  return { app, click, kept, tokens };
}

test('Bolt alone keeps a client for each workspace, for good', async () => {
  const { click, kept } = createApp();
  for (let team = 0; team < 7; team += 1) await click(`T${team}`);
  expect(kept()).toBe(7);
});

test('no more clients are kept than said, and each click has that of its own workspace', async () => {
  const { app, click, kept, tokens } = createApp();
  boundClients(app, 3);
  const teams = ['T1', 'T2', 'T3', 'T1', 'T4', 'T5', 'T1', 'T4', 'T6', 'T7'];
  for (const team of teams) {
    await click(team);
    expect(kept()).toBeLessThanOrEqual(3);
  }
  expect(tokens).toEqual(teams.map((team) => `xoxb-of-${team}`));
});
