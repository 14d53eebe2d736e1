import { SNIPPET_FORMATS, type Snippet, type SnippetFormat } from '../diagnosis/types.js';
import type { ReportStyle } from './report-style.js';

/** The snippets in the formats that are wanted; where there is none in these, in which there are some. */
export function snippetLines(
  snippets: readonly Snippet[],
  formats: readonly SnippetFormat[],
  style: ReportStyle,
): readonly string[] {
  const wanted = SNIPPET_FORMATS.filter((format) => formats.includes(format)).flatMap((format) =>
    snippets.filter((snippet) => snippet.format === format),
  );
  if (wanted.length === 0 && snippets.length > 0) {
    const others = [...new Set(snippets.map(({ format }) => format))];
    return style.note(`This fix is there as ${others.join(', ')} (--fix-format)`);
  }
  return wanted.flatMap(({ format, text }) => style.code(WORDS[format], text, LANGUAGES[format]));
}

const WORDS = {
  cli: 'AWS CLI',
  json: 'Policy (JSON)',
  terraform: 'Terraform',
  cloudformation: 'CloudFormation',
} as const satisfies Record<SnippetFormat, string>;

const LANGUAGES = {
  cli: 'sh',
  json: 'json',
  terraform: 'hcl',
  cloudformation: 'yaml',
} as const satisfies Record<SnippetFormat, string>;
