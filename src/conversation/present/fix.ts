import type { CardBlock, Rich } from '../../card/card.js';
import type { CauseFinding, Snippet } from '../../diagnosis/types.js';
import type { Investigation } from '../investigation.js';
import { evidenceOf } from '../evidence-of.js';
import { formatTitle, languageOf, ownerAccount, ownerInWords, type OwnerAccounts, label } from './words.js';

/** How to mend one cause: what, who, and the snippets that the reader has not been shown yet. */
export function fixBlocks(
  cause: CauseFinding,
  accounts: OwnerAccounts,
  shown: Set<string>,
): readonly CardBlock[] {
  const { summary, owner } = cause.fix;
  const who = ownerInWords(owner, ownerAccount(owner, accounts));
  return [
    { kind: 'text', text: [...label('The fix'), summary] },
    ...snippetBlocks(cause.fix.snippets, shown),
    { kind: 'text', text: [...label('Who has to apply it'), `${who}.`] },
  ];
}

/**
 * The formats that a person can use at once; the others only where there is none of these. Equal snippets are shown once, and a policy
 * that stands in a command already is not shown again.
 */
export function snippetBlocks(snippets: readonly Snippet[], shown: Set<string>): readonly CardBlock[] {
  const usual = snippets.filter(({ format }) => format === 'cli' || format === 'json');
  return (usual.length > 0 ? usual : snippets.slice(0, 1)).flatMap(({ format, text }) => {
    if ([...shown].some((other) => other.includes(text))) return [];
    shown.add(text);
    return [{ kind: 'code', title: formatTitle(format), language: languageOf(format), text } as const];
  });
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
