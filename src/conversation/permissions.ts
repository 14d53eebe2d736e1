import type { Rich } from '../card/card.js';
import type { Actor, Investigation } from './investigation.js';
import { ALLOWED, type Permission, type Rules } from './ports.js';
import type { Forbidden, InvestigationEvent } from './service.js';

/** Who may do what with an investigation; undefined: this person may. */
export interface Permissions {
  refuseStart(actor: Actor, channel: string): Promise<Forbidden | undefined>;
  /** Whether this person may see it and answer in it. */
  refuse(investigation: Investigation, actor: Actor): Promise<Forbidden | undefined>;
  /** Of what somebody wants to do with it. */
  refuseEvent(
    investigation: Investigation,
    actor: Actor,
    event: InvestigationEvent,
  ): Promise<Forbidden | undefined>;
}

/** What shows a result to others. */
const POSTS: ReadonlySet<InvestigationEvent['kind']> = new Set([
  'support.requested',
  'note.added',
  'share.requested',
]);
/** What only who started it may do, whatever is configured: it moves or deletes it. */
const OWNERS: ReadonlySet<InvestigationEvent['kind']> = new Set([
  'deletion.requested',
  'privacy.requested',
  'resume.requested',
]);
const NOBODY: Permission = { outcome: 'refused', who: [] };

export function createPermissions(rules: Rules): Permissions {
  const refuse: Permissions['refuse'] = async ({ owner }, actor) => {
    if (owner.surface !== actor.surface) return elsewhere(owner);
    if (isSamePerson(owner, actor)) return undefined;
    const others = isColleague(owner, actor) ? await rules.answer(actor) : NOBODY;
    return others.outcome === 'allowed' ? undefined : onlyOwner(owner, others.who);
  };
  const refusePost = async (investigation: Investigation, actor: Actor) => {
    const { owner } = investigation;
    if (!isColleague(owner, actor)) return onlyOwner(owner, []);
    const refusal = await refuse(investigation, actor);
    const permission = await rules.post(actor, async () => (refusal === undefined ? ALLOWED : NOBODY));
    if (permission.outcome === 'allowed') return undefined;
    if (permission.who.length === 0) return refusal ?? onlyOwner(owner, []);
    return forbidden(['Only ', ...permission.who, ' may post results for others.']);
  };
  return {
    refuse,
    refuseStart: async (actor, channel) => {
      const permission = await rules.start(actor, channel);
      if (permission.outcome === 'allowed') return undefined;
      return forbidden(['Only ', ...permission.who, ' may start an investigation here.']);
    },
    refuseEvent: async (investigation, actor, { kind }) => {
      const { owner } = investigation;
      if (owner.surface !== actor.surface) return elsewhere(owner);
      if (OWNERS.has(kind))
        return isSamePerson(owner, actor) ? undefined : onlyOwner(owner, [], 'move or delete it');
      return POSTS.has(kind) ? refusePost(investigation, actor) : refuse(investigation, actor);
    },
  };
}

/** In the same workspace. */
function isColleague(a: Actor, b: Actor): boolean {
  return a.surface === b.surface && a.workspace === b.workspace;
}

export function isSamePerson(a: Actor, b: Actor): boolean {
  return isColleague(a, b) && a.userId === b.userId;
}

function onlyOwner({ userId }: Actor, others: Rich, what = 'answer here'): Forbidden {
  const owner = { kind: 'user', userId } as const;
  return forbidden(
    others.length === 0
      ? ['Only ', owner, `, who started this, can ${what}.`]
      : ['Only ', owner, ', who started this, and ', ...others, ` can ${what}.`],
  );
}

/** Nothing says that two accounts on two platforms are one person. */
function elsewhere({ surface }: Actor): Forbidden {
  const where = surface === 'slack' ? 'Slack' : 'Teams';
  return forbidden([`This was started in ${where}: go on there, or start a new one here.`]);
}

function forbidden(message: Rich): Forbidden {
  return { outcome: 'forbidden', message };
}
