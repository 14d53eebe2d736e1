import type { AuthorDesk } from './author-desk.js';
import type { Estate } from './estates.js';
import type { RealAudit } from './real-audit.js';
import { APP, AUDITORS, COMMANDS, SHORTCUTS, TEAM } from './slack-stand-in/people.js';
import type { SlackStandIn } from './slack-stand-in/stand-in.js';

/** All that the page shows, as it opens; the live updates bring what changes afterwards. */
export function pageState(shown: {
  readonly standIn: SlackStandIn;
  readonly estates: readonly Estate[];
  readonly realAudit: RealAudit;
  readonly author: AuthorDesk;
}) {
  const { workspace, views } = shown.standIn.state;
  const people = workspace.people();
  return {
    team: TEAM,
    app: APP,
    people: people.map((person) => ({ ...person, mayAudit: isAuditor(person.id) })),
    commands: COMMANDS,
    shortcuts: SHORTCUTS,
    channels: workspace.channels(),
    messages: workspace.messages(),
    modals: Object.fromEntries(people.map((person) => [person.id, views.modals(person.id)])),
    homes: Object.fromEntries(people.map((person) => [person.id, views.home(person.id) ?? null])),
    estates: shown.estates.map(({ snapshot: _unseen, ...told }) => told),
    realAudit: shown.realAudit.state(),
    flows: shown.author.flows(),
  };
}

function isAuditor(userId: string): boolean {
  return AUDITORS.users.some((auditor) => auditor === userId);
}
