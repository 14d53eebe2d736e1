import type { Estate } from './estates.js';
import { APP, COMMANDS, SHORTCUTS, TEAM } from './slack-stand-in/people.js';
import type { StandInState } from './slack-stand-in/state.js';

/** All that the page shows, as it opens; the live updates bring what changes afterwards. */
export function pageState(state: StandInState, estates: readonly Estate[]) {
  const people = state.workspace.people();
  return {
    team: TEAM,
    app: APP,
    people,
    commands: COMMANDS,
    shortcuts: SHORTCUTS,
    channels: state.workspace.channels(),
    messages: state.workspace.messages(),
    modals: Object.fromEntries(people.map((person) => [person.id, state.views.modals(person.id)])),
    homes: Object.fromEntries(people.map((person) => [person.id, state.views.home(person.id) ?? null])),
    estates: estates.map(({ snapshot: _unseen, ...shown }) => shown),
  };
}
