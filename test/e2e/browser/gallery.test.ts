import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { loadEstates } from '../../../src/sandbox/estates.js';
import { describeWithPeer } from '../../support/peers.js';
import {
  answerQuestions,
  lastMessage,
  openSandbox,
  postToSupport,
  type SandboxBrowser,
  tryEstate,
} from '../../support/sandbox-browser.js';

jest.setTimeout(60_000);
const estates = loadEstates();

describeWithPeer('chromium', 'the gallery in a real browser', () => {
  let sandbox: SandboxBrowser;
  /** The window of the estate before, where all went well in it. */
  let left: Page | undefined;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox?.close());

  test.each(estates.map((estate) => [estate.id, estate] as const))(
    '%s: from the story to the support post',
    async (id, estate) => {
      const page = left ?? (await sandbox.open());
      left = undefined;
      await tryEstate(page, estate);
      await answerQuestions(page, estate);
      const message = lastMessage(page);
      expect(await message.locator('h3').first().textContent()).toMatch(/^Found: why /);
      const proved = await message.getByText('Proved by simulation').count();
      expect(proved > 0).toBe(estate.verified === true);
      await sandbox.shoot(page, id);

      const post = await postToSupport(page);
      await post
        .getByText(estate.snapshot.bucket?.name ?? '')
        .first()
        .waitFor();
      expect(await post.textContent()).toContain('@Dana');
      await page.locator('#sidebar [data-channel="C0CLOUDHLP"]').click();
      left = page;
    },
  );

  test('nothing went wrong in the page, and no request left this machine', () => {
    expect(sandbox.faults).toEqual([]);
  });
});
