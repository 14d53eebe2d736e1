import type { Card, CardBlock, Rich } from '../../card/card.js';
import type { AuditCall } from '../../evidence/collector.js';
import type { Investigation } from '../investigation.js';
import { bold, code, listed } from './words.js';

/** Who had which calls made through which role, and how each ended. Never what they answered, nor about which bucket. */
export function presentRecord(
  { id, owner }: Investigation,
  { audit, calls }: { readonly audit: number; readonly calls: readonly AuditCall[] },
): Card {
  const roles = [...new Set(calls.map(({ roleArn }) => roleArn))];
  const reads = calls.length === 1 ? 'one read' : `${calls.length} reads`;
  return {
    fallback: `AWS was read for an investigation: ${reads} through ${roles.length === 1 ? 'one role' : `${roles.length} roles`}.`,
    blocks: [
      { kind: 'text', text: [bold('AWS was read'), ' for ', { kind: 'user', userId: owner.userId }] },
      ...roles.map((role): CardBlock => ({ kind: 'list', items: roleItems(role, calls) })),
      { kind: 'note', text: ['Investigation ', code(id), `, audit ${audit}`] },
    ],
  };
}

function roleItems(role: string, calls: readonly AuditCall[]): readonly Rich[] {
  const own = calls.filter(({ roleArn }) => roleArn === role);
  const outcomes = [...new Set(own.map(({ outcome }) => outcome))];
  const ended = outcomes.map((outcome) => {
    const names = new Set(own.filter((each) => each.outcome === outcome).map((each) => each.call));
    return [`${outcome}: ${listed([...names])}`];
  });
  return [[code(role)], ...ended];
}
