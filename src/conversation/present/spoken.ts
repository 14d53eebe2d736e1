import type { CauseFinding, Diagnosis } from '../../diagnosis/types.js';
import type { Findings } from './findings.js';
import { nameOf, ownerInWords } from './words.js';

/** What a screen reader and a notification say of a result: what is proved and that there is more stand before what may be cut off. */
export function spokenResult(diagnosis: Diagnosis, findings: Findings): string {
  const { lead, otherConfirmed, otherPossible } = findings;
  if (lead === undefined) return `${withoutCause(diagnosis)}${ifStillDenied(otherPossible.length)}`;
  const what = capital(nameOf(diagnosis.request));
  const certain = lead.status === 'confirmed' ? 'is denied:' : 'is probably denied:';
  const also = [inTheWay(otherConfirmed.length), alsoPossible(otherPossible.length)].join('');
  const who = `To be applied by ${ownerInWords(lead.fix.owner)}.`;
  return `${what} ${certain} ${lead.title}.${also} ${spokenFix(lead, otherConfirmed.length)} ${who}`;
}

/** The fix, and whether simulation has proved it, together with those of the other causes that are certain. */
export function spokenFix({ status, fix }: CauseFinding, others: number): string {
  switch (fix.verified) {
    case true:
      return others === 0
        ? `The fix, proved by simulation: ${fix.summary}`
        : `All fixes together are proved by simulation. The first: ${fix.summary}`;
    case false:
      return `The fix, which simulation shows not to be enough yet: ${fix.summary}`;
    case null:
      return `The fix${status === 'confirmed' ? ', not proved' : ''}: ${fix.summary}`;
  }
}

/** What is certain besides the cause that is told; nothing where there is nothing. */
export function inTheWay(others: number): string {
  if (others === 0) return '';
  return others === 1
    ? ' 1 more cause stands in the way, too.'
    : ` ${others} more causes stand in the way, too.`;
}

function alsoPossible(others: number): string {
  if (others === 0) return '';
  return others === 1 ? ' 1 more cause is possible.' : ` ${others} more causes are possible.`;
}

function ifStillDenied(possible: number): string {
  if (possible === 0) return '';
  const causes = possible === 1 ? '1 cause is' : `${possible} causes are`;
  return ` If it is still denied, ${causes} possible.`;
}

function withoutCause({ request, decision }: Diagnosis): string {
  if (decision === 'allowed') return `As far as I can see, ${nameOf(request)} is allowed. Try it again.`;
  return `I have not found why ${nameOf(request)} is denied. The message lists what to collect for AWS Support.`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
