import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { loadEstates } from '../../../src/sandbox/estates.js';
import { violationsIn } from '../../support/accessibility.js';
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
const [estate] = loadEstates().filter(({ id }) => id === 'three-doors');
const [grant] = loadEstates().filter(({ asksFor }) => asksFor !== undefined);
if (estate === undefined || grant?.asksFor === undefined) throw new Error('no estate');
const { asksFor } = grant;

describeWithPeer('chromium', 'everybody can use the sandbox', () => {
  let sandbox: SandboxBrowser;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox?.close());

  test.each(['light', 'dark'] as const)('no view breaks WCAG 2.2 in the %s theme', async (colorScheme) => {
    const page = await sandbox.open({ colorScheme });
    const found: Record<string, readonly string[]> = {};
    const look = async (view: string, selector: string) => {
      found[view] = await violationsIn(page, selector);
    };
    const message = '#messages > li:last-child';
    for (const part of ['.top', '#sidebar', '.room', '#composer', '#tool-tabs']) await look(part, part);
    await page.locator('#hide-audit').check();
    await page.locator(`[data-estate="${estate.id}"] > summary`).click();
    await look('an estate', `[data-estate="${estate.id}"]`);
    await page.getByRole('button', { name: /^Try it: A merger/ }).click();
    await page.locator('#modal button[type=submit]').waitFor();
    const resource = page.locator('[data-block="resource"]');
    await resource.fill('s3://Bad_Bucket!');
    await page.locator('#modal button[type=submit]').click();
    await page.locator('#modal .error:not([hidden])').waitFor();
    await look('the form with an error', '#modal');
    await resource.fill(estate.resource);
    await handIn(page);
    await lastMessage(page).locator('[data-block^="question:"]').first().waitFor();
    await look('a question', message);
    await answerQuestions(page, estate);
    await look('a result', message);
    await lastMessage(page).locator('[data-action="post_to_support"]').click();
    await page.locator('#confirm').waitFor();
    await look('a confirmation', '#confirm');
    await page.locator('#confirm button').first().click();
    await page.locator('#hide-audit').uncheck();
    await tryEstate(page, grant);
    await lastMessage(page).locator('[data-action^="switch_flow"]').selectOption(asksFor);
    await lastMessage(page).locator('[data-action="answer:read"]').waitFor();
    await look('a question of a grant', message);
    await answerQuestions(page, grant);
    await look('a plan', message);
    for (const tool of ['own', 'flow', 'inspector', 'teams']) {
      await page.locator(`#tab-${tool}`).click();
      await page.locator(`#panel-${tool} h2`).waitFor();
      await look(tool, `#panel-${tool} > :not(.exchanges)`);
    }
    await page.locator('#sidebar').getByText('S3 Denied', { exact: true }).click();
    await page.getByRole('button', { name: 'Home' }).click();
    await page.locator('#home [data-action="start_over"]').waitFor();
    await look('the home', '#chat');
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((view) => [view, []])));
    await page.context().close();
  });

  test('a text that is too pale, and a button without a name, are found', async () => {
    const page = await sandbox.open();
    await page.evaluate(`
      document.getElementById('room-topic').style.color = '#bbbbbb';
      document.querySelector('.room').append(document.createElement('button'));`);
    const found = (await violationsIn(page, '.room')).join('\n');
    expect(found).toMatch(/^text_contrast_sufficient: /m);
    expect(found).toMatch(/<button/);
    await page.context().close();
  });

  test('the focus goes into a dialog and comes back; what happens is told', async () => {
    const page = await sandbox.open();
    await page.locator('#composer-text').fill('/s3denied');
    await page.locator('#composer-text').press('Enter');
    await page.locator('#modal').waitFor();
    expect(await page.evaluate('document.activeElement.closest("dialog")?.id')).toBe('modal');
    await page.keyboard.press('Escape');
    await page.locator('#modal').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.id')).toBe('composer-text');
    await tryEstate(page, estate);
    await answerQuestions(page, estate);
    await page
      .locator('#announcer')
      .getByText(/S3 Denied in cloud-help: .*denied/)
      .waitFor({ state: 'attached' });
    await page.context().close();
  });

  test('the tabs of the workbench are moved through by arrows', async () => {
    const page = await sandbox.open();
    await page.getByRole('tab', { name: 'Estates' }).focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-inspector');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Your own');
    await page.context().close();
  });
});
