import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Estate, loadEstates } from '../../../src/sandbox/estates.js';
import { describeWithPeer } from '../../support/peers.js';
import {
  answerQuestions,
  lastMessage,
  openSandbox,
  postResult,
  type SandboxBrowser,
  tryEstate,
} from '../../support/sandbox-browser.js';

jest.setTimeout(120_000);
const estates = loadEstates();
const cases = (wanted: (estate: Estate) => boolean) =>
  estates.filter(wanted).map((estate) => [estate.id, estate] as const);

describeWithPeer('chromium', 'the gallery in a real browser', () => {
  let sandbox: SandboxBrowser;
  let page: Page;
  beforeAll(async () => {
    sandbox = await openSandbox();
    page = await sandbox.open();
  });
  afterAll(() => sandbox?.close());

  const bucketOf = ({ snapshot }: Estate) => snapshot.bucket?.name ?? '';
  const messageOf = (estate: Estate) =>
    page.locator('#messages > li', { has: page.locator('h3', { hasText: bucketOf(estate) }) });

  /** The story beside what it came to. */
  async function shoot(id: string, message: Locator): Promise<void> {
    const card = page.locator(`[data-estate="${id}"]`);
    if ((await card.getAttribute('open')) === null) await card.locator(':scope > summary').click();
    await message.evaluate((item: { scrollIntoView(to: { block: 'start' }): void }) =>
      item.scrollIntoView({ block: 'start' }),
    );
    await sandbox.shoot(page, id);
  }

  // The audits go on while the next is handed in.
  test('every estate can be tried', async () => {
    for (const estate of estates.filter(({ asksFor }) => asksFor === undefined))
      await tryEstate(page, estate);
  });

  test.each(cases(({ asksFor }) => asksFor === undefined))(
    '%s: from the story to the result, posted',
    async (id, estate) => {
      const message = messageOf(estate);
      await answerQuestions(page, estate, message);
      expect(await message.locator('h3').first().textContent()).toMatch(/^Found: why /);
      const proved = await message.getByText('Proved by simulation').count();
      expect(proved > 0).toBe(estate.verified === true);
      if (estate.causes.length > 1) await shoot(id, message);
      await postResult(page, message);
    },
  );

  test.each(cases(({ asksFor }) => asksFor !== undefined))(
    '%s: from the story to the plan for both sides, posted',
    async (id, estate) => {
      await tryEstate(page, estate);
      const message = lastMessage(page);
      const menu = message.locator('[data-action^="switch_flow"]');
      expect(await menu.locator('option', { hasText: '●' }).getAttribute('value')).toBe(estate.asksFor);
      await menu.selectOption(estate.asksFor ?? '');
      await message.locator('[data-action="answer:read"]').waitFor();
      await answerQuestions(page, estate, message);
      expect(await message.locator('h3').first().textContent()).toMatch(/^How to give access to /);
      await message.getByText('Proved by simulation').waitFor();
      await shoot(id, message);
      await postResult(page, message);
    },
  );

  test('each was posted to support once, with who asked', async () => {
    await page.locator('#sidebar [data-channel="C0SUPPORT1"]').click();
    await messageOf(estates[0]!).waitFor();
    const posts = await page.locator('#messages > li').allTextContents();
    const asked = posts.filter((post) => post.includes('@Dana'));
    const countOf = (estate: Estate) => asked.filter((post) => post.includes(bucketOf(estate))).length;
    expect(Object.fromEntries(estates.map((estate) => [estate.id, countOf(estate)]))).toEqual(
      Object.fromEntries(estates.map(({ id }) => [id, 1])),
    );
  });

  test('nothing went wrong in the page, and no request left this machine', () => {
    expect(sandbox.faults).toEqual([]);
  });
});
