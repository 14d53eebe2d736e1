import type { Block } from './block-kit/blocks.js';
import { APP } from './people.js';
import type { MessageDraft, StoredFile } from './workspace.js';

interface AppMessage {
  readonly text: string;
  readonly blocks?: readonly Block[] | undefined;
  readonly files?: readonly StoredFile[];
  readonly threadTs?: string | undefined;
  readonly ephemeralFor?: string | undefined;
}

/** A message of the app's, to be posted. */
export function appMessage(channel: string, message: AppMessage): MessageDraft {
  const { text, blocks, files, threadTs, ephemeralFor } = message;
  return {
    channel,
    user: APP.userId,
    fromApp: true,
    text,
    ...(blocks === undefined ? {} : { blocks }),
    ...(files === undefined ? {} : { files }),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(ephemeralFor === undefined ? {} : { ephemeralFor }),
  };
}
