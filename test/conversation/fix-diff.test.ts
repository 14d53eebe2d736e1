import { expect, test } from '@jest/globals';
import { fixBlocks } from '../../src/conversation/present/fix.js';
import type { CauseFinding, PatchDiff } from '../../src/diagnosis/types.js';

const POLICY = '{\n  "Version": "2012-10-17"\n}';
const DIFF = '--- bucket policy (today)\n+++ bucket policy (fixed)\n@@ -1,3 +1,4 @@\n {\n+x\n }';

function causeWith(diffs: readonly PatchDiff[]): CauseFinding {
  return {
    id: 'bucket-policy-no-allow',
    title: 'The bucket policy does not allow it',
    explanation: '',
    status: 'confirmed',
    evidence: [],
    details: {},
    sources: [],
    fix: {
      owner: 'bucket-account',
      summary: 'Add a statement.',
      snippets: [
        { format: 'cli', text: `cat > policy.json <<'EOF'\n${POLICY}\nEOF` },
        { format: 'json', text: POLICY },
      ],
      patches: [],
      diffs,
      verified: true,
    },
  };
}

function codeIn(diffs: readonly PatchDiff[], shown = new Set<string>()) {
  return fixBlocks(causeWith(diffs), {}, { shown }).flatMap((block) =>
    block.kind === 'code' ? [block.language] : [],
  );
}

test('what changes in a policy that is there comes before the commands', () => {
  expect(codeIn([{ target: 'bucket.policy', text: DIFF }])).toEqual(['diff', 'shell']);
});

test('a policy that is new altogether stands in its command only', () => {
  const text = '--- bucket policy (today)\n+++ bucket policy (fixed)\n@@ -0,0 +1,3 @@\n+{\n+}';
  expect(codeIn([{ target: 'bucket.policy', text }])).toEqual(['shell']);
});

test('a change that two causes share is shown once', () => {
  const shown = new Set<string>();
  const diffs = [{ target: 'bucket.policy', text: DIFF }];
  expect([codeIn(diffs, shown), codeIn(diffs, shown)]).toEqual([['diff', 'shell'], []]);
});
