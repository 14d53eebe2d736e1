import type { webApi } from '@slack/bolt';
import { createHash } from 'node:crypto';
import type { Attachment, Place } from '../conversation/investigation.js';
import { S3DeniedError } from '../errors.js';
import type { Logger } from '../ops/logging.js';
import type { Posted } from './chat.js';
import { classifyFailure } from './delivery.js';
import type { CodeFile } from './render/code.js';

type WebClient = webApi.WebClient;

export interface ThreadFiles {
  /** Hangs files into a message's thread, but for those that hang there already. Never rejects: the message is out. */
  attach(client: WebClient, to: Posted, files: readonly CodeFile[]): Promise<Attached>;
  /** Takes files away again. Rejects while Slack is out. */
  remove(client: WebClient, attached: readonly Attachment[]): Promise<void>;
}

export interface Attached {
  /** What hangs there now, and, without a file, what never will. */
  readonly attached: readonly Attachment[];
  /** Slack was out: the rest is to be tried again. */
  readonly unfinished?: { readonly afterMs?: number };
}

/** Beyond this, the code stands in the message, shortened: the files' own host can be out of reach while the rest is not. */
const MOST_FAILURES = 6;

export function createThreadFiles(logger: Logger): ThreadFiles {
  const failures = createFailures();
  return {
    attach: async (client, to, files) => {
      const attached = [...(to.attached ?? [])];
      for (const file of files) {
        const digest = digestOf(file);
        if (attached.some((each) => each.digest === digest)) continue;
        const about = `${to.channel}/${to.message}/${digest}`;
        try {
          await removeAll(client, failures.leftBy(about));
          attached.push({ digest, file: await upload(client, to, file, (id) => failures.leave(about, id)) });
          failures.forget(about);
        } catch (error) {
          const failure = classifyFailure(error);
          const passes = failure.kind === 'passing' && failures.count(about) < MOST_FAILURES;
          const { channel } = to;
          logger.warn(
            { channel, file: file.filename, reason: failure.reason },
            'a file could not be attached',
          );
          if (passes) return { attached, unfinished: afterOf(failure) };
          failures.forget(about);
          attached.push({ digest });
        }
      }
      return { attached };
    },
    remove: (client, attached) =>
      removeAll(
        client,
        attached.flatMap(({ file }) => file ?? []),
      ),
  };
}

function afterOf(failure: ReturnType<typeof classifyFailure>): { readonly afterMs?: number } {
  return failure.kind === 'passing' && failure.afterMs !== undefined ? { afterMs: failure.afterMs } : {};
}

/** Which of a message's code has to stand in the message itself: its files could not be attached. */
export function hasLostFile({ attached = [] }: Pick<Place, 'attached'>, files: readonly CodeFile[]): boolean {
  const lost = new Set(attached.filter(({ file }) => file === undefined).map(({ digest }) => digest));
  return files.some((file) => lost.has(digestOf(file)));
}

/** The same file, whenever it is made. */
function digestOf({ filename, content }: CodeFile): string {
  return createHash('sha256').update(`${filename}\n${content}`).digest('base64url').slice(0, 12);
}

const UPLOAD_TIMEOUT_MS = 10_000;

/**
 * The three steps of an upload, one by one: where the last one's answer is lost, the file may hang there, and only its id can tell which
 * it is. `begun` gets the id, so that it can be taken away before another attempt.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
async function upload(
  client: WebClient,
  to: Posted,
  { content, filename, title, snippetType }: CodeFile,
  begun: (id: string) => void,
): Promise<string> {
  const length = Buffer.byteLength(content);
  const place = await client.files.getUploadURLExternal({ filename, length, snippet_type: snippetType });
  const { upload_url: url, file_id: id } = place;
  if (url === undefined || id === undefined) throw new UploadError('Slack named no address to upload to');
  begun(id);
  const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS);
  const response = await fetch(url, { method: 'POST', body: content, signal });
  if (!response.ok) throw new UploadError(`the upload was answered ${response.status}`);
  const thread_ts = to.thread ?? to.message;
  await client.files.completeUploadExternal({ files: [{ id, title }], channel_id: to.channel, thread_ts });
  return id;
}

class UploadError extends S3DeniedError {
  constructor(message: string) {
    super('slack-upload', message);
  }
}

async function removeAll(client: WebClient, files: readonly string[]): Promise<void> {
  for (const file of files) {
    try {
      await client.files.delete({ file });
    } catch (error) {
      // Anything else: it is gone already, or somebody else's matter by now.
      if (classifyFailure(error).kind === 'passing') throw error;
    }
  }
}

/** What went wrong with which file of which message; only of what is being tried right now. */
function createFailures() {
  const failed = new Map<string, { count: number; left: string[] }>();
  const of = (about: string) => {
    const known = failed.get(about) ?? { count: 0, left: [] };
    failed.set(about, known);
    return known;
  };
  return {
    leave: (about: string, file: string): void => void of(about).left.push(file),
    leftBy: (about: string): readonly string[] => failed.get(about)?.left ?? [],
    /** How often it has failed by now. */
    count: (about: string): number => (of(about).count += 1),
    forget: (about: string): void => void failed.delete(about),
  };
}
