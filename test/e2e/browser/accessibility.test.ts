import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { loadEstates } from '../../../src/sandbox/estates.js';
import { describeWithPeer } from '../../support/peers.js';
import { CONTRASTS, HEADINGS } from '../../support/page-probes.js';
import {
  answerQuestions,
  handIn,
  lastMessage,
  openSandbox,
  type SandboxBrowser,
  tryEstate,
} from '../../support/sandbox-browser.js';

jest.setTimeout(60_000);
const [estate] = loadEstates().filter(({ id }) => id === 'three-doors');
if (estate === undefined) throw new Error('no estate');

const nodesSchema = z.object({
  nodes: z.array(
    z.object({
      ignored: z.boolean(),
      role: z.object({ value: z.string() }).optional(),
      name: z.object({ value: z.string() }).optional(),
    }),
  ),
});
const INTERACTIVE =
  /^(?:button|link|textbox|combobox|checkbox|radio|tab|menuitem|option|searchbox|switch|DisclosureTriangle)$/;
const LANDMARKS = /^(?:dialog|tabpanel|radiogroup|navigation|region|tablist)$/;

/** As a screen reader gets them: Chromium's own accessibility tree. */
async function accessibleNodes(page: Page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = nodesSchema.parse(await session.send('Accessibility.getFullAXTree'));
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: role?.value ?? '', name: name?.value.trim() ?? '' }));
}

/** What a view has to be: everything to use or to land on has a name, headings skip no level, text stands out from its ground. */
async function expectAccessible(page: Page): Promise<void> {
  const nodes = await accessibleNodes(page);
  const interactive = nodes.filter(({ role }) => INTERACTIVE.test(role));
  expect(interactive.length).toBeGreaterThanOrEqual(2);
  expect(
    [...interactive, ...nodes.filter(({ role }) => LANDMARKS.test(role))].filter(({ name }) => name === ''),
  ).toEqual([]);
  const levels = z.array(z.number()).parse(await page.evaluate(HEADINGS));
  expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  expect(await page.evaluate(CONTRASTS)).toEqual([]);
}

describeWithPeer('chromium', 'everybody can use the sandbox', () => {
  let sandbox: SandboxBrowser;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox?.close());

  test.each(['light', 'dark'] as const)('every view in the %s theme', async (colorScheme) => {
    const page = await sandbox.open({ colorScheme });
    await expectAccessible(page);
    await page.locator('#hide-audit').check();
    await page.locator(`[data-estate="${estate.id}"] > summary`).click();
    await page.getByRole('button', { name: /^Try it: A merger/ }).click();
    await page.locator('#modal button[type=submit]').waitFor();
    await expectAccessible(page);
    await handIn(page);
    await lastMessage(page).locator('[data-block^="question:"]').first().waitFor();
    await expectAccessible(page);
    await answerQuestions(page, estate);
    await page.locator('#hide-audit').uncheck();
    await page.locator(`[data-estate="${estate.id}"] > summary`).click();
    await tryEstate(page, estate);
    await answerQuestions(page, estate);
    await lastMessage(page).locator('[data-action="post_to_support"]').click();
    await page.locator('#confirm').waitFor();
    await expectAccessible(page);
    await page.locator('#confirm button').first().click();
    for (const tool of ['Your own', 'Flow', 'Inspector']) {
      await page.getByRole('tab', { name: tool }).click();
      await page.getByRole('tabpanel', { name: tool }).locator('h2').waitFor();
      await expectAccessible(page);
    }
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
