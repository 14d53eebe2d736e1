import type { webApi } from '@slack/bolt';
import type { Logger } from '../ops/logging.js';
import type { Posted } from './chat.js';
import { classifyFailure } from './delivery.js';
import type { CodeFile } from './render/code.js';

export interface ThreadFiles {
  /** Adds files to a message's thread. Never rejects: the message is out already, and must not be posted again for a file. */
  attach(client: webApi.WebClient, to: Posted, files: readonly CodeFile[]): Promise<void>;
}

const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 15_000;

/** The first attempt is waited for; while Slack is out, later ones go on behind, for about ten minutes. */
export function createThreadFiles(logger: Logger): ThreadFiles {
  return {
    attach: async (client, to, files) => {
      for (const file of files) {
        const again = await upload(client, to, file, logger);
        if (again !== undefined) void keepTrying(client, to, file, logger, again);
      }
    },
  };
}

async function keepTrying(
  client: webApi.WebClient,
  to: Posted,
  file: CodeFile,
  logger: Logger,
  firstPause: number,
): Promise<void> {
  let pause = firstPause;
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, LONGEST_PAUSE_MS)).unref());
    const again = await upload(client, to, file, logger);
    if (again === undefined) return;
    pause = again;
  }
  logger.error({ channel: to.channel, file: file.filename }, 'gave up attaching a file to a support post');
}

/** Resolves with how long to wait before trying again; undefined: done, or hopeless. */
async function upload(
  client: webApi.WebClient,
  to: Posted,
  file: CodeFile,
  logger: Logger,
): Promise<number | undefined> {
  try {
    const { content, filename, title, snippetType: snippet_type } = file;
    await client.filesUploadV2({
      channel_id: to.channel,
      thread_ts: to.message,
      content,
      filename,
      title,
      snippet_type,
    });
    return undefined;
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'passing') return failure.afterMs ?? 2_000;
    logger.error(
      { channel: to.channel, file: file.filename, reason: failure.reason },
      'a file could not be attached',
    );
    return undefined;
  }
}
