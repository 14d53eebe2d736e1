import type { webApi } from '@slack/bolt';
import { createHash } from 'node:crypto';
import { definedFields } from '../conversation/fields.js';
import type { Attachment } from '../conversation/investigation.js';
import { messageOf } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import type { Posted } from './chat.js';
import { classifyFailure } from './delivery.js';
import type { CodeFile } from './render/code.js';

export interface ThreadFiles {
  /**
   * Adds files to a message's thread, but for those that hang there already, and tells what hangs there then. Never rejects: the message
   * is out already, and must not be posted again for a file.
   */
  attach(client: webApi.WebClient, to: Posted, files: readonly CodeFile[]): Promise<readonly Attachment[]>;
  /** Takes files away again. Never rejects. */
  remove(client: webApi.WebClient, attached: readonly Attachment[]): Promise<void>;
}

const ATTEMPTS = 40;
const LONGEST_PAUSE_MS = 15_000;

/** The first attempt is waited for; while Slack is out, later ones go on behind, for about ten minutes. */
export function createThreadFiles(logger: Logger): ThreadFiles {
  return {
    attach: async (client, to, files) => {
      const attached = [...(to.attached ?? [])];
      for (const file of files) {
        const digest = digestOf(file);
        if (attached.some((each) => each.digest === digest)) continue;
        const uploaded = await upload(client, to, file, logger);
        if ('again' in uploaded) void keepTrying(client, to, file, logger, uploaded.again);
        attached.push({ digest, ...('again' in uploaded ? {} : uploaded) });
      }
      return attached;
    },
    remove: async (client, attached) => {
      for (const { file } of attached) {
        if (file === undefined) continue;
        await client.files
          .delete({ file })
          .catch((error: unknown) =>
            logger.warn({ file, reason: messageOf(error) }, 'a file could not be taken away'),
          );
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
    const uploaded = await upload(client, to, file, logger);
    if (!('again' in uploaded)) return;
    pause = uploaded.again;
  }
  logger.error({ channel: to.channel, file: file.filename }, 'gave up attaching a file to a message');
}

/** The same file, whenever it is made. */
function digestOf({ filename, content }: CodeFile): string {
  return createHash('sha256').update(`${filename}\n${content}`).digest('base64url').slice(0, 12);
}

type Uploaded = { readonly again: number } | { readonly file?: string };

/** Resolves with the file, where Slack tells which it is; `again`: how long to wait before trying again. What is hopeless is done. */
async function upload(
  client: webApi.WebClient,
  to: Posted,
  file: CodeFile,
  logger: Logger,
): Promise<Uploaded> {
  try {
    const { content, filename, title, snippetType: snippet_type } = file;
    const { files } = await client.filesUploadV2({
      channel_id: to.channel,
      thread_ts: to.thread ?? to.message,
      content,
      filename,
      title,
      snippet_type,
    });
    return definedFields({ file: fileIn(files) });
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind === 'passing') return { again: failure.afterMs ?? 2_000 };
    logger.error(
      { channel: to.channel, file: file.filename, reason: failure.reason },
      'a file could not be attached',
    );
    return {};
  }
}

/** The client nests what `files.completeUploadExternal` answered. */
function fileIn(files: Awaited<ReturnType<webApi.WebClient['filesUploadV2']>>['files']): string | undefined {
  return files[0]?.files?.[0]?.id;
}
