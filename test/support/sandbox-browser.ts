import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { Estate } from '../../src/sandbox/estates.js';
import { endAllProcesses, eventually, spawnCommand } from './bot-process.js';
import { peerPath, requirePeer } from './peers.js';

/** The sandbox as `npm start` runs it, in a real browser. */
export interface SandboxBrowser {
  readonly url: string;
  /** A window of its own, past the first paint. What goes wrong in it, and every request that leaves this machine, is in `faults`. */
  open(options?: BrowserContextOptions): Promise<Page>;
  readonly faults: readonly string[];
  /** Writes a picture of what the window shows. */
  shoot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

/** The pictures that documents show: `UPDATE_PICTURES=1` writes them there. */
const SHOWN: Readonly<Record<string, string>> = { 'three-doors': 'docs/sandbox.png' };

export async function openSandbox(args: readonly string[] = []): Promise<SandboxBrowser> {
  requirePeer('chromium');
  const executablePath = peerPath('chromium') ?? '';
  const url = await startSandboxProcess(args);
  const browser = await chromium.launch({ executablePath });
  const pictures = await mkdtemp(join(tmpdir(), 's3denied-sandbox-'));
  const faults: string[] = [];
  return {
    url,
    faults,
    open: (options = {}) => openPage(browser, url, options, faults),
    shoot: async (page, name) => {
      // Nothing is shown as pointed at.
      await page.mouse.move(0, 0);
      const path = process.env['UPDATE_PICTURES'] === '1' ? SHOWN[name] : undefined;
      await page.screenshot({ path: path ?? join(pictures, `${name}.png`) });
    },
    close: async () => {
      await browser.close();
      endAllProcesses();
    },
  };
}

async function startSandboxProcess(args: readonly string[]): Promise<string> {
  const child = spawnCommand(['sandbox', ...args], { PORT: '0' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  return eventually(() => /open (http:\S+)/.exec(said)?.[1], 'the sandbox', 30_000);
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  faults: string[],
): Promise<Page> {
  // Nothing fades: what is looked at is there or is not.
  const still = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ ...still, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) faults.push(`left this machine: ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('#panel-estates .estate').first().waitFor({ state: 'attached' });
  return page;
}

/** The living message: the last one in the open channel. */
export function lastMessage(page: Page): Locator {
  return page.locator('#messages > li').last();
}

/** Picks an estate and hands in the form that the bot opens for it. */
export async function tryEstate(page: Page, estate: Estate): Promise<void> {
  const card = page.locator(`[data-estate="${estate.id}"]`);
  await card.locator(':scope > summary').click();
  await card.getByRole('button', { name: /^Try it/ }).click();
  await handIn(page);
}

/** Hands in the open form; the bot's answer is the last message then. */
export async function handIn(page: Page): Promise<void> {
  const messages = page.locator('#messages > li');
  await page.locator('#modal button[type=submit]').waitFor();
  const before = await messages.count();
  await page.locator('#modal button[type=submit]').click();
  await page.locator('#modal').waitFor({ state: 'hidden' });
  await messages.nth(before).waitFor();
}

/** Answers as the estate's person would, until there is a result; tells which steps were asked. */
export async function answerQuestions(
  page: Page,
  estate: Pick<Estate, 'answers' | 'typed'>,
  message: Locator = lastMessage(page),
): Promise<readonly string[]> {
  const asked: string[] = [];
  for (;;) {
    const question = message.locator('[data-block^="question:"]').first();
    const result = message.locator('[data-action="recheck"]');
    await question.or(result).first().waitFor();
    if (await result.isVisible()) return asked;
    const block = (await question.getAttribute('data-block')) ?? '';
    const step = block.replace(/^question:/, '').replace(/~\d+$/, '');
    asked.push(step);
    const option = estate.answers[step] ?? 'unsure';
    await message.locator(`[data-action="answer:${option}"]`).click();
    // The page fills in what the person of the story would type.
    if (estate.typed?.[step] !== undefined) await page.locator('#modal button[type=submit]').click();
    await message.locator(`[data-block="${block}"]`).first().waitFor({ state: 'detached' });
  }
}

/** Posts the result to #support. */
export async function postResult(page: Page, message: Locator): Promise<void> {
  await message.locator('[data-action="post_to_support"]').click();
  await page.locator('#confirm button').last().click();
  await message
    .getByText(/posted/i)
    .first()
    .waitFor();
}

/** Posts the result to #support, and gives the post. */
export async function postToSupport(page: Page, message: Locator = lastMessage(page)): Promise<Locator> {
  await postResult(page, message);
  await page.locator('#sidebar [data-channel="C0SUPPORT1"]').click();
  return lastMessage(page);
}

/** What has the focus, as it is called. */
async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    ),
  );
}

/** Goes on with the keyboard alone until what is wanted has the focus. */
export async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (wanted.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not get to ${wanted.source}`);
}
