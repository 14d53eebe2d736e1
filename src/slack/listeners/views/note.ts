import { definedFields } from '../../../conversation/fields.js';
import { NOTE_BLOCK } from '../../ids.js';
import type { ListenerContext } from '../../interaction.js';
import { type NoteSubmission, readNote } from '../../note-submission.js';
import { isNotTaken, submitEvent, type ViewArgs } from './submit-event.js';

/** A note for the support channel was sent. */
export function submitNote(context: ListenerContext) {
  return async (args: ViewArgs): Promise<void> => {
    const submission = readNote(args.body.view);
    const { channel, thread } = submission?.origin ?? {};
    await submitEvent(context, args, {
      kind: 'view:note',
      field: NOTE_BLOCK,
      place: definedFields({ channel, thread }),
      told: submission && toldBy(submission),
      unreadable: 'This form is from an older version of me. Copy what you need and close it.',
      staysOpen: isNotTaken,
    });
  };
}

function toldBy({ viewId, text, origin }: NoteSubmission) {
  return { investigationId: origin.edits, viewId, event: { kind: 'note.added', text } as const };
}
