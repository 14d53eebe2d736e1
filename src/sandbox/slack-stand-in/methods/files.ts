import { z } from 'zod';
import { count, json } from '../api-arguments.js';
import { type ApiMethod, apiMethod, type ApiResponse, refuse } from '../api-method.js';
import { appMessage } from '../app-message.js';
import { permalinkOf } from '../permalink.js';
import type { StandInState } from '../state.js';
import type { StoredFile } from '../workspace.js';

/** https://docs.slack.dev/messaging/working-with-files: announce, upload, complete. */

const getUploadUrl = apiMethod(
  z.object({ filename: z.string().min(1), length: count, snippet_type: z.string().optional() }),
  (state, args) => {
    if (args.length === 0) return refuse('invalid_arguments', ['length must be more than 0']);
    const upload = state.uploads.announce({
      name: args.filename,
      length: args.length,
      ...(args.snippet_type === undefined ? {} : { snippetType: args.snippet_type }),
    });
    return { ok: true, upload_url: `${state.origin}/upload/${upload.id}`, file_id: upload.id };
  },
);

const completeUpload = apiMethod(
  z.object({
    files: json(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
  }),
  (state, args) => {
    const files = collect(state, args.files);
    if ('ok' in files) return files;
    if (args.channel_id !== undefined) {
      const channel = state.workspace.channelForApp(args.channel_id);
      if (channel === undefined) return refuse('channel_not_found');
      if (!channel.appIsMember) return refuse('not_in_channel');
      const message = state.workspace.post(
        appMessage(channel.id, {
          text: args.initial_comment ?? '',
          files: files.stored,
          threadTs: args.thread_ts,
        }),
      );
      return { ok: true, files: fileObjects(files.stored, permalinkOf(state.origin, message)) };
    }
    return { ok: true, files: fileObjects(files.stored) };
  },
);

function collect(
  state: StandInState,
  wanted: readonly { id: string; title?: string | undefined }[],
): { readonly stored: readonly StoredFile[] } | ApiResponse {
  const stored: StoredFile[] = [];
  for (const { id, title } of wanted) {
    const upload = state.uploads.find(id);
    if (upload?.content === undefined) return refuse('file_not_found');
    stored.push({
      id,
      name: upload.name,
      title: title ?? upload.name,
      content: upload.content,
      ...(upload.snippetType === undefined ? {} : { snippetType: upload.snippetType }),
    });
  }
  return { stored };
}

function fileObjects(files: readonly StoredFile[], permalink?: string): readonly unknown[] {
  return files.map((file) => ({
    id: file.id,
    name: file.name,
    title: file.title,
    ...(permalink === undefined ? {} : { permalink }),
  }));
}

export const FILE_METHODS: Readonly<Record<string, ApiMethod>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
