import type { CardBlock, Rich } from '../../card/card.js';
import { SNIPPET_FORMATS } from '../../diagnosis/types.js';
import type { CauseFinding, PatchDiff, Snippet, SnippetFormat } from '../../diagnosis/types.js';
import type { Investigation } from '../investigation.js';
import { evidenceOf } from '../evidence-of.js';
import {
  formatName,
  formatTitle,
  languageOf,
  ownerAccount,
  ownerInWords,
  type OwnerAccounts,
  label,
} from './words.js';

/** How fixes are told in one message. */
export interface FixView {
  /** The texts that the reader has seen already. */
  readonly shown: Set<string>;
  /** What the reader has chosen. */
  readonly format?: SnippetFormat;
}

/** How to mend one cause: what, who, and the snippets that the reader has not been shown yet. */
export function fixBlocks(
  cause: CauseFinding,
  accounts: OwnerAccounts,
  { shown, format }: FixView,
): readonly CardBlock[] {
  const { summary, owner } = cause.fix;
  const who = ownerInWords(owner, ownerAccount(owner, accounts));
  return [
    { kind: 'text', text: [...label('The fix'), summary] },
    ...diffBlocks(cause.fix.diffs, shown),
    ...snippetBlocks(cause.fix.snippets, { shown, ...(format === undefined ? {} : { format }) }),
    { kind: 'text', text: [...label('Who has to apply it'), `${who}.`] },
  ];
}

/** What changes in policies that are there today: a short text beside whole documents. */
export function diffBlocks(diffs: readonly PatchDiff[], shown: Set<string>): readonly CardBlock[] {
  return diffs.flatMap(({ text }) => {
    // Where there is no policy yet, all of it is new, and stands in the command.
    if (shown.has(text) || /^@@ -0,0 /m.test(text)) return [];
    shown.add(text);
    return [{ kind: 'code', title: 'What changes', language: 'diff', text } as const];
  });
}

/**
 * In the format that the reader has chosen; else, or where a fix cannot be had in it, as commands, then as JSON, then as there is. Equal
 * snippets are shown once, and a policy that stands in a command already is not shown again; one that a command only speaks of is.
 */
export function snippetBlocks(
  snippets: readonly Snippet[],
  { shown, format }: FixView,
): readonly CardBlock[] {
  const order = [...(format === undefined ? [] : [format]), ...SNIPPET_FORMATS];
  const first = order.find((each) => snippets.some((snippet) => snippet.format === each));
  const commands = snippets.filter(({ format: written }) => first === 'cli' && written === 'cli');
  const isSpokenOf = ({ format: written, text }: Snippet) =>
    written === 'json' && commands.length > 0 && !commands.some((command) => command.text.includes(text));
  const wanted = snippets.filter((snippet) => snippet.format === first || isSpokenOf(snippet));
  return wanted.flatMap(({ format: written, text }) => {
    if ([...shown].some((other) => other.includes(text))) return [];
    shown.add(text);
    return [{ kind: 'code', title: formatTitle(written), language: languageOf(written), text } as const];
  });
}

/** A button for each format that a fix can be had in, where there are several; the one that is shown is marked. */
export function formatBlocks(snippets: readonly Snippet[], chosen?: SnippetFormat): readonly CardBlock[] {
  const formats = SNIPPET_FORMATS.filter((each) => snippets.some(({ format }) => format === each));
  const [first] = formats;
  if (formats.length < 2) return [];
  const shown = formats.find((format) => format === chosen) ?? first;
  const buttons = formats.map((format) => ({
    actionId: `format:${format}`,
    text: format === shown ? `✓ ${formatName(format)}` : formatName(format),
  }));
  return [{ kind: 'buttons', blockId: 'format', buttons }];
}

/** Whether simulation has proved the fix; of a cause that is only possible there is nothing to say until it is simulated. */
export function verificationBlocks({ status, fix }: CauseFinding, several: boolean): readonly CardBlock[] {
  if (fix.verified === null && status !== 'confirmed') return [];
  return [{ kind: 'text', text: verificationInWords(fix.verified, several) }];
}

function verificationInWords(verified: boolean | null, several: boolean): Rich {
  const what = several ? 'every fix here' : 'this';
  if (verified === true)
    return [...label('Proved by simulation'), `with ${what} applied, the request is allowed.`];
  if (verified === false) {
    return [
      ...label('Not enough yet'),
      `simulated with ${what} applied, the request would still be denied. Something else stands in the way, too.`,
    ];
  }
  return [
    ...label('Not proved'),
    'what I know does not suffice to simulate it. Try the request again afterwards.',
  ];
}

/** The accounts that the people who have to act are in, as far as they are known. */
export function accountsOf(investigation: Investigation): OwnerAccounts {
  const { request, snapshot } = evidenceOf(investigation);
  const caller = snapshot.caller?.account ?? accountIn(request.principal);
  const bucket = snapshot.bucket?.account;
  const key = snapshot.kmsKey?.account ?? undefined;
  return {
    ...(caller === undefined ? {} : { caller }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(key === undefined ? {} : { key }),
  };
}

function accountIn(principal: string | undefined): string | undefined {
  return principal === undefined
    ? undefined
    : (/^(\d{12})$/.exec(principal)?.[1] ?? /^arn:[^:]*:\w+::(\d{12}):/.exec(principal)?.[1]);
}
