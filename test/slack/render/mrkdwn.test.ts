import { describe, expect, it } from '@jest/globals';
import {
  fitRich,
  renderCode,
  renderCodeBlock,
  renderProse,
  renderRich,
} from '../../../src/slack/render/mrkdwn.js';

describe('plain text to mrkdwn', () => {
  const PROSE = [
    ['an ordinary sentence, with s3:GetObject in it.', 'an ordinary sentence, with s3:GetObject in it.'],
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['see *this*, now', 'see `*this*`, now'],
    ['the key a/_tmp_/b.', 'the key `a/_tmp_/b`.'],
    ['snake_case stays', 'snake_case stays'],
    ['(arn:aws:s3:::b/*)', '(`arn:aws:s3:::b/*`)'],
    [':tada: and 2 * 3', '`:tada`: and 2 `*` 3'],
    ['rather than "*": no', 'rather than "`*`": no'],
    ['> not a quote', '`&gt;` not a quote'],
    ['a `b` c', 'a `ˋbˋ` c'],
    ['two\nlines', 'two\nlines'],
    ['', ''],
  ] as const;
  it.each(PROSE)('%j reads %j', (text, mrkdwn) => {
    expect(renderProse(text)).toBe(mrkdwn);
  });

  const CODE = [
    ['a*b_c~d', '`a*b_c~d`'],
    ['a`b', '`aˋb`'],
    ['<!channel>', '`&lt;!channel&gt;`'],
    ['a\n\nb', '`a b`'],
    ['', ''],
    ['\u202Egnp.exe', '`\\u202egnp.exe`'],
  ] as const;
  it.each(CODE)('as code, %j reads %j', (text, mrkdwn) => {
    expect(renderCode(text)).toBe(mrkdwn);
  });

  it('a fence cannot end a code block', () => {
    expect(renderCodeBlock('a\n```\n<!channel>')).toBe('```\na\n`\u2060`\u2060`\n&lt;!channel&gt;\n```');
  });

  it('a link goes to http and https only, and keeps its shape', () => {
    expect(renderRich([{ kind: 'link', text: 'a|b>', url: 'https://x/?a=1&b=<c>|d' }])).toBe(
      '<https://x/?a=1&amp;b=%3Cc%3E%7Cd|a¦b&gt;>',
    );
    expect(renderRich([{ kind: 'link', text: 'x', url: 'javascript:x' }])).toBe('x');
  });

  it('mentions a user, and nothing that is not one', () => {
    expect(
      renderRich([
        { kind: 'user', userId: 'U1A2' },
        { kind: 'user', userId: 'channel' },
      ]),
    ).toBe('<@U1A2>`channel`');
  });

  it('shortens visibly without breaking an entity or a code span', () => {
    const text = fitRich([{ kind: 'code', text: '&'.repeat(500) }], 200);
    expect(text.length).toBeLessThanOrEqual(200);
    expect(text).toMatch(/^`(?:&amp;)+`… \(shortened\)$/);
  });
});
