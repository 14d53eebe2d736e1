import { describe, expect, test } from '@jest/globals';
import { htmlToText } from '../../src/teams/html.js';

describe('the body of a Teams message as text', () => {
  test.each([
    ['<p>one</p><p>two</p>', 'one\ntwo'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    [
      '<div>User: <b>arn:aws:iam::111122223333:user/Jane</b></div>',
      'User: arn:aws:iam::111122223333:user/Jane',
    ],
    ['&quot;a&quot; &amp; &lt;b&gt; &#39;c&#39; &#x41;&nbsp;d', '"a" & <b> \'c\' A d'],
    ['&bogus; &#0; &#x110000;', '&bogus; &#0; &#x110000;'],
    ['<pre>{\n  "a": 1\n}</pre>', '{\n  "a": 1\n}'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['1 < 2', '1 < 2'],
    ['', ''],
  ])('%j reads %j', (html, text) => expect(htmlToText(html)).toBe(text));
});
