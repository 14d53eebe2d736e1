import type { Situation } from '../../situation.js';
import type { Snippet, SnippetFormat } from '../../types.js';
import { changesFor, type Change, type Writer } from './change.js';
import { writeCli } from './cli.js';
import { writeCloudFormation } from './cloudformation.js';
import type { Drafts } from '../drafts.js';
import { writeTerraform } from './terraform.js';

/** Writes what a recipe changed as what a person applies, in every format that can say it. */
export function snippetsFor(
  drafts: Drafts,
  touched: readonly string[],
  situation: Situation,
): readonly Snippet[] {
  const written = changesFor(drafts, touched, situation).flatMap((change) => [
    // A statement alone is what a person looks for first; a whole policy is found in its command.
    ...(change.kind === 'statements' ? jsonOf(change) : []),
    ...inFormat('cli', writeCli, change, situation),
    ...(change.kind === 'statements' ? [] : jsonOf(change)),
    ...inFormat('terraform', writeTerraform, change, situation),
    ...inFormat('cloudformation', writeCloudFormation, change, situation),
  ]);
  return written.filter(
    ({ format, text }, at) =>
      written.findIndex((other) => other.format === format && other.text === text) === at,
  );
}

function inFormat(
  format: SnippetFormat,
  write: Writer,
  change: Change,
  situation: Situation,
): readonly Snippet[] {
  const text = write(change, situation);
  return text === undefined ? [] : [{ format, text }];
}

function jsonOf(change: Change): readonly Snippet[] {
  switch (change.kind) {
    case 'policy':
      return [{ format: 'json', text: JSON.stringify(change.document, null, 2) }];
    case 'statements':
      return change.statements.map((statement) => ({
        format: 'json',
        text: JSON.stringify(statement, null, 2),
      }));
    case 'ownership':
    case 'encryption':
    case 'key-state':
    case 'restore':
      return [];
  }
}
