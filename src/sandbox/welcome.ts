import type { Estate } from './estates.js';
import { CHANNELS, SAM } from './slack-stand-in/people.js';
import { storeText } from './slack-stand-in/interactions/escape.js';
import type { Workspace } from './slack-stand-in/workspace.js';

/** What is there from the start: the app's conversation with each person, and a call for help to try the message menu on. */
export function seedConversation(workspace: Workspace, estates: readonly Estate[]): void {
  for (const person of workspace.people()) workspace.openDirect(person.id);
  const [first] = estates;
  if (first === undefined) return;
  workspace.post({
    channel: CHANNELS.cloudHelp,
    user: SAM.id,
    fromApp: false,
    text: storeText(`Hi all, can somebody help? ${first.story}\n\`\`\`${first.errorText}\`\`\``, new Map()),
  });
}
