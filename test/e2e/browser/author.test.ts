import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { loadEstates } from '../../../src/sandbox/estates.js';
import { describeWithPeer } from '../../support/peers.js';
import {
  answerQuestions,
  handIn,
  lastMessage,
  openSandbox,
  type SandboxBrowser,
  tryEstate,
} from '../../support/sandbox-browser.js';

jest.setTimeout(120_000);
const [estate] = loadEstates().filter(({ id }) => id === 'bucket-policy-names-nobody');
if (estate === undefined) throw new Error('no estate');

describeWithPeer('chromium', "a flow author's workbench in a real browser", () => {
  let sandbox: SandboxBrowser;
  let directory: string;
  let flow: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 's3denied-flows-'));
    flow = join(directory, 'general-403.yaml');
    await cp('flows/general-403.yaml', flow);
    sandbox = await openSandbox(['--flows', directory]);
  });
  afterAll(async () => {
    await sandbox?.close();
    await rm(directory, { recursive: true, force: true });
  });

  test('the diagram lights the step that is asked, and shows answers, evidence and verdicts', async () => {
    const page = await sandbox.open();
    await page.locator('#hide-audit').check();
    await tryEstate(page, estate);
    await lastMessage(page).locator('[data-block="question:accounts"]').first().waitFor();
    await page.getByRole('tab', { name: 'Flow' }).click();
    const panel = page.locator('#panel-flow');
    await panel.locator('.step[aria-current="step"]').getByText('accounts').waitFor();
    await sandbox.shoot(page, 'flow');
    await answerQuestions(page, estate);
    await panel.locator('.step.confirms').getByText('bucket-policy-no-allow', { exact: true }).waitFor();
    expect(await panel.locator('.step[aria-current] .step-id').textContent()).toBe('diagnosed');
    expect(await panel.locator('.answers dt').count()).toBeGreaterThan(2);
    await panel.getByText('Confirmed (1)').click();
    expect(await panel.locator('.verdict.confirmed li').textContent()).toContain('bucket-policy-no-allow');
    await panel.getByText('snapshot', { exact: true }).click();
    await page.context().close();
  });

  test('a saved flow is asked at once, and a wrong one is named while the last good one stays', async () => {
    const page = await sandbox.open();
    await page.getByRole('tab', { name: 'Flow' }).click();
    const panel = page.locator('#panel-flow');
    await panel.getByText(/all files are right/).waitFor();
    const good = await readFile(flow, 'utf8');
    await writeFile(flow, good.replace('cause: object-not-owned', 'cause: object-not-owmed'));
    await panel
      .getByRole('alert')
      .getByText(/object-not-owmed.*did you mean `object-not-owned`/)
      .waitFor();
    await sandbox.shoot(page, 'flow-problem');
    await writeFile(flow, good.replaceAll('Is the bucket {bucket} in', 'Whose is {bucket}? Is it in'));
    await panel.getByText(/all files are right/).waitFor();
    await page.getByRole('tab', { name: 'Estates' }).click();
    await page.locator('#hide-audit').check();
    await tryEstate(page, estate);
    await lastMessage(page)
      .getByText(/^Whose is/)
      .first()
      .waitFor();
    await page.context().close();
  });

  test('the inspector shows each request with its answer and time, without tokens', async () => {
    const page = await sandbox.open();
    await page.getByRole('tab', { name: 'Inspector' }).click();
    const list = page.locator('.exchanges');
    await list.locator('.exchange').first().waitFor();
    const shown = await list.textContent();
    for (const what of ['view_submission', 'chat.postMessage', 'commit', 'effect show'])
      expect(shown).toContain(what);
    expect(shown).toMatch(/view_submission acked · [\d.]+ ms/);
    await list.locator('summary', { hasText: 'chat.postMessage' }).first().click();
    await list.getByText('"channel": "C0CLOUDHLP"').first().waitFor();
    await sandbox.shoot(page, 'inspector');
    const all = await (await page.request.get(`${sandbox.url}/sandbox/exchanges`)).text();
    expect(all).not.toMatch(/xoxb-/);
    await page.context().close();
  });

  test('a snapshot of one’s own is checked as the command does, and then diagnosed', async () => {
    const page = await sandbox.open();
    await page.getByRole('tab', { name: 'Your own' }).click();
    const form = page.locator('form.own');
    const submit = form.getByRole('button', { name: 'Find out why' });
    const snapshot = { ...estate.snapshot, bucket: { ...estate.snapshot.bucket, name: 'amzn-s3-demo-mine' } };
    await form.locator('[name="snapshot"]').fill(JSON.stringify({ ...snapshot, buckett: {} }));
    await submit.click();
    await form.getByText('unknown field `buckett` in the snapshot; did you mean `bucket`?').waitFor();
    await sandbox.shoot(page, 'own');
    await form.locator('[name="snapshot"]').fill(JSON.stringify(snapshot));
    await form.locator('[name="operation"]').fill('GetObject');
    await form.locator('[name="errorText"]').fill('Access Denied');
    await submit.click();
    await handIn(page);
    await answerQuestions(page, estate);
    expect(await lastMessage(page).locator('h3').first().textContent()).toMatch(
      /^Found: why .*amzn-s3-demo-mine/,
    );
    await page.context().close();
  });

  test('pasted policies are what is known, and the rest is asked', async () => {
    const page = await sandbox.open();
    await page.getByRole('tab', { name: 'Your own' }).click();
    const form = page.locator('form.own');
    await form.locator('[name="resource"]').fill('s3://amzn-s3-demo-pasted/a.txt');
    await form.locator('[name="principal"]').fill('arn:aws:iam::111122223333:role/app');
    await form.locator('[name="operation"]').fill('GetObject');
    await form.locator('[name="bucketPolicy"]').fill('{');
    await form.getByRole('button', { name: 'Find out why' }).click();
    await form
      .locator('[data-field="bucketPolicy"] .error')
      .getByText(/no JSON object/)
      .waitFor();
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: 'arn:aws:s3:::amzn-s3-demo-pasted/*',
    };
    await form
      .locator('[name="bucketPolicy"]')
      .fill(JSON.stringify({ Version: '2012-10-17', Statement: [deny] }));
    await form.getByRole('button', { name: 'Find out why' }).click();
    await handIn(page);
    await answerQuestions(page, { ...estate, answers: {} });
    await lastMessage(page).getByText(/Deny/).first().waitFor();
    await page.context().close();
  });

  test('nothing went wrong in the page', () => {
    expect(sandbox.faults).toEqual([]);
  });
});
