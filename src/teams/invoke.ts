import type { Json } from './render/elements.js';

/** What an invoke activity is answered with. */
export interface InvokeAnswer {
  readonly status: number;
  readonly body?: Json;
}

const OK = 200;
const NOT_FOUND = 404;

/** https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards#response-format */
export function answerCard(card: Json): InvokeAnswer {
  return {
    status: OK,
    body: { statusCode: OK, type: 'application/vnd.microsoft.card.adaptive', value: card },
  };
}

export function answerLine(value: string): InvokeAnswer {
  return { status: OK, body: { statusCode: OK, type: 'application/vnd.microsoft.activity.message', value } };
}

/** There is nothing to refresh the card with: it stays as it is, and nobody is told, for nobody asked. */
export const NOTHING_NEWER: InvokeAnswer = {
  status: OK,
  body: {
    statusCode: NOT_FOUND,
    type: 'application/vnd.microsoft.error',
    value: { code: 'NotFound', message: 'There is nothing newer.' },
  },
};

const NOTHING_TO_SAY: InvokeAnswer = { status: OK };
export const NOT_OURS: InvokeAnswer = { status: 400 };
export const NOT_FOR_THEM: InvokeAnswer = { status: 403 };

/** A dialog that opens, or stays open with another card. */
export function answerDialog(card: Json, title = 'S3 access denied'): InvokeAnswer {
  const content = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
  return {
    status: OK,
    body: { task: { type: 'continue', value: { title, width: 'medium', height: 'large', card: content } } },
  };
}

/** Closes the dialog, with a line where there is something to say. */
export function closeDialog(value?: string): InvokeAnswer {
  return value === undefined ? NOTHING_TO_SAY : { status: OK, body: { task: { type: 'message', value } } };
}
