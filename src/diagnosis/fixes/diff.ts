import { FILE_HEADERS_ONLY, createTwoFilesPatch } from 'diff';
import type { Situation } from '../situation.js';
import type { Patch, PatchDiff } from '../types.js';
import { policyOf } from './document.js';
import { documentAt } from './drafts.js';
import { oneLine } from './formats/text.js';
import { holderOf, holderWords } from './holder.js';

/** Today's policies against the ones to apply, as unified diffs of their JSON; of what nobody has read there is none. */
export function diffsOf(patches: readonly Patch[], situation: Situation): readonly PatchDiff[] {
  return patches.flatMap((patch): readonly PatchDiff[] => {
    const today = documentAt(situation.evidence.snapshot, patch);
    const holder = holderOf(patch, situation);
    if (today === undefined || holder === undefined) return [];
    const { document, ...place } = patch;
    return [{ ...place, text: unifiedDiff(oneLine(holderWords(holder)), today, document) }];
  });
}

function unifiedDiff(name: string, today: unknown, fixed: unknown): string {
  const text = createTwoFilesPatch(
    `${name} (today)`,
    `${name} (fixed)`,
    printed(policyOf(today)),
    printed(fixed),
    undefined,
    undefined,
    { context: 3, headerOptions: FILE_HEADERS_ONLY },
  );
  return text.trimEnd();
}

/** No policy is no lines. */
function printed(document: unknown): string {
  return document === undefined || document === null ? '' : `${JSON.stringify(document, null, 2)}\n`;
}
