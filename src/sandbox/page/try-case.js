import { act } from './api.js';
import { writeInto } from './composer.js';
import { byId } from './dom.js';
import { scrollToEnd } from './message-list.js';
import { prepareModal } from './modal.js';
import { report } from './notices.js';
import { composerText, showPane } from './panes.js';
import { look, store } from './store.js';

/** Runs the bare command, and fills the form that the bot opens: with an error text, resource, principal, operation, network. */
export async function tryInForm(told, { audit }) {
  goToHelp();
  look({ trying: told.answers === undefined ? undefined : told });
  prepareModal('intake', {
    error_text: { value: told.errorText },
    resource: { value: told.resource },
    principal: { value: told.principal },
    operation: { value: told.operation },
    network: { value: told.network },
    audit: { value: audit ? true : [] },
  });
  const [{ command }] = store.workspace.commands;
  report(await act({ kind: 'command', user: store.me, channel: store.channel, text: command }));
}

/** Writes the command for the person to send. */
export function tryAsCommand(told) {
  goToHelp();
  const [{ command }] = store.workspace.commands;
  const bucket = /^s3:\/\/([^/]+)/.exec(told.resource)?.[1];
  const enough = bucket !== undefined && told.errorText.includes(bucket);
  writeInto(
    composerText(),
    `${command} ${enough ? told.errorText : `${told.resource} ${told.principal} ${told.operation}`}`,
  );
}

/** Cases are tried where people ask for help. */
function goToHelp() {
  look({ channel: store.workspace.channels[0].id, tab: 'messages' });
  showPane('chat');
  scrollToEnd(byId('messages'));
}
