import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Estate, loadEstates } from '../../../src/sandbox/estates.js';
import { describeWithPeer } from '../../support/peers.js';
import {
  answerQuestions,
  handIn,
  lastMessage,
  openSandbox,
  postToSupport,
  type SandboxBrowser,
  tabTo,
  tryEstate,
} from '../../support/sandbox-browser.js';

jest.setTimeout(120_000);
const estates = loadEstates();
const named = (id: string): Estate => {
  const found = estates.find((estate) => estate.id === id);
  if (found === undefined) throw new Error(`no estate ${id}`);
  return found;
};

describeWithPeer('chromium', "the sandbox's page in a real browser", () => {
  let sandbox: SandboxBrowser;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox?.close());

  const openIntake = async (page: Page) => {
    await page.locator('#composer-text').fill('/s3denied');
    await page.locator('#composer-text').press('Enter');
    await page.locator('#modal').waitFor();
  };

  test('a wrong input is told where it is, and the rest stays as it was typed', async () => {
    const page = await sandbox.open();
    await openIntake(page);
    await page.locator('[data-block="resource"]').fill('s3://Bad_Bucket!');
    await page.locator('[data-block="error_text"]').fill('Access Denied');
    await page.locator('#modal button[type=submit]').click();
    const field = page.locator('[data-input-block="resource"]');
    await field.locator('.error').waitFor();
    expect(await field.locator('[data-kind]').getAttribute('aria-invalid')).not.toBeNull();
    expect(await page.evaluate('document.activeElement.dataset.block')).toBe('resource');
    expect(await page.locator('[data-block="error_text"]').inputValue()).toBe('Access Denied');
    await sandbox.shoot(page, 'inline-error');
    await page.keyboard.press('Escape');
    await page.locator('#modal').waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('what the person of the story would answer is marked, and a double-click on it answers once', async () => {
    const page = await sandbox.open();
    await page.locator('#hide-audit').check();
    await tryEstate(page, named('two-doors'));
    // A private line may follow it.
    const message = page.locator(
      `#messages > [data-ts="${await lastMessage(page).getAttribute('data-ts')}"]`,
    );
    const marked = message.locator('.truthful');
    await marked.first().waitFor();
    expect(await marked.count()).toBe(1);
    expect(await marked.getAttribute('data-action')).toBe('answer:different');
    await marked.dblclick();
    await message.locator('[data-block="question:accounts"]').first().waitFor({ state: 'detached' });
    await message.locator('[data-block^="question:"]').first().waitFor();
    expect(await page.locator('.notice').count()).toBe(0);
    await page.context().close();
  });

  test('who did not start it is told who may click, and nobody else sees that', async () => {
    const [dana, sam] = [await sandbox.open(), await sandbox.open()];
    await tryEstate(dana, named('missing-identity-allow'));
    await answerQuestions(dana, named('missing-identity-allow'));
    const before = await dana.locator('#messages .ephemeral').count();
    await sam.getByRole('radio', { name: /^Sam/ }).check();
    await lastMessage(sam).locator('[data-action="recheck"]').click();
    const told = sam.locator('#messages .ephemeral').last();
    await told.getByText('Only visible to you').waitFor();
    expect(await told.textContent()).toContain('Dana');
    expect(await dana.locator('#messages .ephemeral').count()).toBe(before);
    await sandbox.shoot(sam, 'not-yours');
    await dana.context().close();
    await sam.context().close();
  });

  test('who may not audit is not offered it, and gets there by questions', async () => {
    const page = await sandbox.open();
    await page.getByRole('radio', { name: /^Sam/ }).check();
    const estate = named('bucket-policy-names-nobody');
    await page.locator('#hide-audit').check();
    const card = page.locator(`[data-estate="${estate.id}"]`);
    await card.locator(':scope > summary').click();
    await card.getByRole('button', { name: /^Try it/ }).click();
    await page.locator('#modal button[type=submit]').waitFor();
    expect(await page.locator('[data-input-block="audit"]').count()).toBe(0);
    await handIn(page);
    const asked = await answerQuestions(page, estate);
    expect(asked.length).toBeGreaterThan(2);
    expect(await lastMessage(page).locator('h3').first().textContent()).toMatch(/^Found: why /);
    await page.context().close();
  });

  test('the keyboard alone is enough, from the gallery to the support post', async () => {
    const page = await sandbox.open();
    await tabTo(page, /^Skip to the workbench/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^The report job may list/);
    await page.keyboard.press('Enter');
    await tabTo(page, /^Try it: The report job/);
    await page.keyboard.press('Enter');
    await page.locator('#modal').waitFor();
    await tabTo(page, /^Find out why$|^Start$|^Diagnose$|^Submit$/);
    await page.keyboard.press('Enter');
    await page.locator('#modal').waitFor({ state: 'hidden' });
    await lastMessage(page).locator('[data-action="recheck"]').waitFor();
    await page.locator('#composer-text').focus();
    await tabTo(page, /^Post to support$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('#confirm').waitFor();
    await page.keyboard.press('Enter');
    await lastMessage(page)
      .getByText(/posted/i)
      .first()
      .waitFor();
    await page.context().close();
  });

  test("App Home's button starts a diagnosis in the direct message; its result is shared by keyboard", async () => {
    const page = await sandbox.open();
    await page.locator('#sidebar').getByText('S3 Denied', { exact: true }).click();
    await page.getByRole('button', { name: 'Home' }).click();
    await page.locator('#home [data-action="start_over"]').click();
    await page.locator('#modal').waitFor();
    await page.locator('[data-block="error_text"]').fill(named('acls-disabled').errorText);
    await page.locator('[data-block="resource"]').fill(named('acls-disabled').resource);
    await page.locator('#modal button[type=submit]').click();
    await page.getByRole('button', { name: 'Messages' }).click();
    await page
      .locator('#messages')
      .getByText(/^Found: why/)
      .first()
      .waitFor();
    await tabTo(page, /^Home$/);
    await page.keyboard.press('Enter');
    await page.locator('#home [data-action="share"]').first().waitFor();
    await tabTo(page, /^Share …$/);
    await page.keyboard.press('Enter');
    await page.locator('#modal').waitFor();
    expect(await page.evaluate('document.activeElement.dataset.kind')).toBe('conversations_select');
    await page.keyboard.type('#cl');
    await tabTo(page, /^Share$/);
    await page.keyboard.press('Enter');
    await page.locator('#modal').waitFor({ state: 'hidden' });
    await tabTo(page, /^# cloud-help/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    const shared = lastMessage(page);
    await shared.getByText(named('acls-disabled').resource).first().waitFor();
    expect(await shared.textContent()).toContain('@Dana');
    expect(await shared.locator('button[data-action]').count()).toBe(0);
    await page.context().close();
  });

  test('a message menu, a confirmation refused and given, and a link from the support post back', async () => {
    const page = await sandbox.open();
    await page.locator('#messages > li').first().hover();
    await page.getByRole('button', { name: 'Diagnose this S3 error' }).first().click();
    await page.locator('#modal').waitFor();
    expect(await page.locator('[data-block="error_text"]').inputValue()).toContain('AccessDenied');
    await page.keyboard.press('Escape');
    await page.locator('#modal').waitFor({ state: 'hidden' });
    await tryEstate(page, named('kms-key-other-account'));
    await answerQuestions(page, named('kms-key-other-account'));
    const button = lastMessage(page).locator('[data-action="post_to_support"]');
    await button.click();
    await page.locator('#confirm button').first().click();
    await page.locator('#confirm').waitFor({ state: 'hidden' });
    expect(await button.count()).toBe(1);
    const post = await postToSupport(page);
    await post.locator('[data-permalink]').first().click();
    await page.locator('#messages .highlighted').waitFor();
    expect(await page.locator('#room-name').textContent()).toBe('# cloud-help');
    await page.context().close();
  });

  describe('on a phone', () => {
    test('is as wide as the screen, pane by pane', async () => {
      const page = await sandbox.open({ viewport: { width: 375, height: 740 }, hasTouch: true });
      const widths = async () => page.evaluate('[document.documentElement.scrollWidth, innerWidth]');
      for (const pane of ['Channels', 'Chat', 'Workbench']) {
        await page.getByRole('button', { name: pane, exact: true }).click();
        expect(await widths()).toEqual([375, 375]);
      }
      await tryEstate(page, named('requester-pays'));
      await answerQuestions(page, named('requester-pays'));
      expect(await widths()).toEqual([375, 375]);
      await sandbox.shoot(page, 'phone');
      await page.context().close();
    });
  });

  test('light and dark follow the system, until somebody chooses', async () => {
    const page = await sandbox.open({ colorScheme: 'dark' });
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).toBe('rgb(22, 26, 32)');
    await page.getByRole('button', { name: 'Theme: system' }).click();
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.getByRole('button', { name: 'Theme: light' }).click();
    expect(await ground()).toBe('rgb(22, 26, 32)');
    await page.context().close();
  });

  test('nothing went wrong in the page, and no request left this machine', () => {
    expect(sandbox.faults).toEqual([]);
  });
});
