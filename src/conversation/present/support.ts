import type { Card, CardBlock, Rich } from '../../card/card.js';
import type { CauseFinding, Diagnosis } from '../../diagnosis/types.js';
import type { Investigation } from '../investigation.js';
import { findingsOf } from './findings.js';
import { accountsOf, snippetBlocks, verificationBlocks } from './fix.js';
import { grantBlocks, grantFallback, grantHeading } from './grant.js';
import { inTheWay, spokenFix } from './spoken.js';
import type { PresentDeps } from './types.js';
import { addressOf, code, nameOf, ownerAccount, ownerForOthers, subjectFacts, label } from './words.js';

/** What colleagues in the support channel need to take over: who, what, why, who can mend it, and with what. */
export function presentSupportPost(
  investigation: Investigation,
  { interviewer }: Pick<PresentDeps, 'interviewer'>,
  { maybeRepeated }: { readonly maybeRepeated: boolean },
): Card {
  const { diagnosis, grant } = interviewer.interview(investigation);
  const { lead, otherConfirmed } = findingsOf(diagnosis);
  const told = lead === undefined ? [] : [lead, ...otherConfirmed];
  const accounts = accountsOf(investigation);
  const { format } = investigation;
  const view = { shown: new Set<string>(), ...(format === undefined ? {} : { format }) };
  const trailer: readonly CardBlock[] = [
    { kind: 'note', text: backLink(investigation) },
    ...(maybeRepeated ? [{ kind: 'note', text: [REPEATED] } as const] : []),
  ];
  const asked = { label: 'Asked by', value: [{ kind: 'user', userId: investigation.owner.userId }] } as const;
  if (grant !== undefined) {
    const blocks = [
      { kind: 'heading', text: grantHeading(grant, diagnosis.request) } as const,
      { kind: 'facts', facts: [asked] } as const,
      ...grantBlocks(grant, view, ownerForOthers),
      ...trailer,
    ];
    return { fallback: grantFallback(grant), blocks };
  }
  return {
    fallback: spokenPost(diagnosis, lead, otherConfirmed.length),
    blocks: [
      { kind: 'heading', text: `S3 access denied: ${nameOf(diagnosis.request)}` },
      { kind: 'facts', facts: [asked, ...subjectFacts(diagnosis.request)] },
      ...(lead === undefined
        ? [{ kind: 'text', text: ['No cause was found. The request stays denied.'] } as const]
        : []),
      ...told.flatMap((cause): readonly CardBlock[] => [
        {
          kind: 'text',
          text: [...label(cause.status === 'confirmed' ? 'Cause' : 'Likely cause'), cause.title],
        },
        {
          kind: 'text',
          text: [
            ...label('Who has to fix it'),
            `${ownerForOthers(cause.fix.owner, ownerAccount(cause.fix.owner, accounts))}.`,
          ],
        },
        { kind: 'text', text: [...label('Fix'), cause.fix.summary] },
        ...snippetBlocks(cause.fix.snippets, view),
      ]),
      ...(lead === undefined ? [] : verificationBlocks(lead, otherConfirmed.length > 0)),
      ...trailer,
    ],
  };
}

/** What the person adds to the post, as a reply to it. */
export function presentNote(
  { owner }: Investigation,
  text: string,
  { maybeRepeated }: { readonly maybeRepeated: boolean },
): Card {
  return {
    fallback: `A note: ${text}`,
    blocks: [
      { kind: 'text', text: [{ kind: 'user', userId: owner.userId }, ' adds:'] },
      { kind: 'text', text: [text] },
      ...(maybeRepeated ? [{ kind: 'note', text: [REPEATED] } as const] : []),
    ],
  };
}

const REPEATED = 'I was interrupted while posting this, so it may be here twice.';

/** The way back; what happens in a direct message stays there, so only the investigation's name is told. */
function backLink({ id, place }: Investigation): Rich {
  if (place.direct || place.permalink === undefined) return ['Investigation ', code(id)];
  return [{ kind: 'link', text: 'The whole conversation', url: place.permalink }];
}

/** All that a screen reader says of it. */
function spokenPost({ request }: Diagnosis, lead: CauseFinding | undefined, others: number): string {
  const address = addressOf(request);
  const what = `S3 access denied: ${request.operation ?? 'a request'}${address === undefined ? '' : ` on ${address}`}.`;
  if (lead === undefined) return `${what} No cause was found.`;
  const who = `To be applied by ${ownerForOthers(lead.fix.owner)}.`;
  return `${what} ${lead.title}.${inTheWay(others)} ${spokenFix(lead, others)} ${who}`;
}
