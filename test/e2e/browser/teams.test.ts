import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { loadEstates } from '../../../src/sandbox/estates.js';
import { describeWithPeer } from '../../support/peers.js';
import { violationsIn } from '../../support/accessibility.js';
import { openSandbox, type SandboxBrowser } from '../../support/sandbox-browser.js';

jest.setTimeout(120_000);
const [estate] = loadEstates().filter(({ id }) => id === 'bucket-policy-names-nobody');
if (estate === undefined) throw new Error('no estate');

const exchangesSchema = z.array(z.looseObject({ way: z.string(), what: z.string(), outcome: z.string() }));

describeWithPeer('chromium', 'the Teams tab in a real browser', () => {
  let sandbox: SandboxBrowser;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox?.close());

  const openTeams = async (page: Page) => {
    await page.getByRole('tab', { name: 'Teams' }).click();
    await page.locator('#panel-teams .from-bot').first().waitFor();
  };

  test('an error text is diagnosed, its card works, and the result is posted to the support channel', async () => {
    const page = await sandbox.open();
    await openTeams(page);
    const { errorText, resource, principal } = estate;
    await page.getByLabel('Message in Teams').fill(`${errorText} ${resource} ${principal}`);
    await page.locator('#panel-teams button[type=submit]').click();
    const card = page.locator('#panel-teams .from-bot').last();
    await card.getByText(/^Found: why GetObject on/).waitFor();
    expect(await violationsIn(page, '#panel-teams .from-bot:last-of-type')).toEqual([]);
    await card.getByRole('button', { name: 'Terraform', exact: true }).click();
    await card
      .getByText(/aws_s3_bucket_policy/)
      .first()
      .waitFor();
    await sandbox.shoot(page, 'teams');
    await card.getByRole('button', { name: 'Post to support' }).click();
    await card.getByRole('button', { name: 'Post', exact: true }).click();
    await page.locator('#panel-teams').getByText('s3denied in the channel Support').waitFor();
    await page.context().close();
  });

  test('the form opens as a dialog, names what is wrong, and starts a diagnosis', async () => {
    const page = await sandbox.open();
    await page.getByRole('radio', { name: /^Sam/ }).check();
    await openTeams(page);
    await page.locator('#panel-teams').getByRole('button', { name: 'Find out why' }).first().click();
    const dialog = page.locator('.teams-dialog');
    await dialog.getByLabel('What you wanted to reach').fill('s3://Not_A_Bucket!');
    await dialog.getByRole('button', { name: 'Find out why' }).click();
    await dialog
      .getByText(/bucket name/i)
      .first()
      .waitFor();
    await sandbox.shoot(page, 'teams-dialog');
    await dialog
      .getByLabel('Error text')
      .fill(
        "An error occurred (InvalidObjectState) when calling the GetObject operation: The operation is not valid for the object's storage class",
      );
    await dialog.getByLabel('What you wanted to reach').fill('s3://amzn-s3-demo-teams/a.txt');
    await dialog.getByRole('button', { name: 'Find out why' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .locator('#panel-teams')
      .getByText(/^Found: why GetObject on amzn-s3-demo-teams/)
      .waitFor();
    await page.context().close();
  });

  test('the activities are real ones, to the bot and to the Bot Connector', async () => {
    const exchanges = exchangesSchema.parse(await (await fetch(`${sandbox.url}/sandbox/exchanges`)).json());
    const seen = exchanges.map(({ way, what, outcome }) => `${way} ${what} ${outcome}`);
    for (const what of ['message', 'adaptiveCard/action', 'task/fetch', 'task/submit'])
      expect(seen).toContain(`to_bot ${what} HTTP 200`);
    expect(seen.some((one) => /^to_teams PUT .*HTTP 200$/.test(one))).toBe(true);
    expect(sandbox.faults).toEqual([]);
  });
});
