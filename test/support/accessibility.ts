import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const ENGINE = createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js');

/** Run in the page, as text: the tests know no DOM. https://github.com/IBMa/equal-access/tree/master/accessibility-checker-engine */
const check = (selector: string) => `
  (async () => {
    const place = document.querySelector(${JSON.stringify(selector)});
    const { results } = await new ace.Checker().check(place, ['WCAG_2_2']);
    return results
      .filter(({ value: [kind, verdict] }) => kind === 'VIOLATION' && verdict === 'FAIL')
      .map(({ ruleId, message, snippet }) => ruleId + ': ' + message + ' in ' + snippet);
  })()`;

/** What this part of the page breaks of WCAG 2.2, A and AA, as IBM's engine finds it: one line each. */
export async function violationsIn(page: Page, selector: string): Promise<readonly string[]> {
  if ((await page.evaluate('typeof ace')) === 'undefined') await page.evaluate(readFileSync(ENGINE, 'utf8'));
  return z.array(z.string()).parse(await page.evaluate(check(selector)));
}
