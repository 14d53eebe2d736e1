import type { z } from 'zod';
import type { Cipher } from './cipher.js';
import type { Investigation } from './investigation.js';
import { effectSchema, investigationSchema } from './schema.js';
import type { Effect } from './store.js';

/** How state and effects are written down. Where they are to be encrypted, this is the place. */
export interface Codec {
  encodeInvestigation(investigation: Investigation): string;
  /** undefined: unreadable (written by a release that is not compatible, or damaged). */
  decodeInvestigation(text: string): Investigation | undefined;
  encodeEffect(effect: Effect): string;
  decodeEffect(text: string): Effect | undefined;
}

export const JSON_CODEC: Codec = {
  encodeInvestigation: (investigation) => JSON.stringify(investigation),
  decodeInvestigation: (text) => parseAs(investigationSchema, text),
  encodeEffect: (effect) => JSON.stringify(effect),
  decodeEffect: (text) => parseAs(effectSchema, text),
};

function parseAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * Everything that is written is sealed. What was written before a key was set still reads, so that setting one loses nothing.
 */
export function sealedCodec(cipher: Cipher): Codec {
  const open = (text: string, context: string) => (text.startsWith('{') ? text : cipher.open(text, context));
  return {
    encodeInvestigation: (investigation) =>
      cipher.seal(JSON_CODEC.encodeInvestigation(investigation), 'investigation'),
    decodeInvestigation: (text) => {
      const opened = open(text, 'investigation');
      return opened === undefined ? undefined : JSON_CODEC.decodeInvestigation(opened);
    },
    encodeEffect: (effect) => cipher.seal(JSON_CODEC.encodeEffect(effect), 'effect'),
    decodeEffect: (text) => {
      const opened = open(text, 'effect');
      return opened === undefined ? undefined : JSON_CODEC.decodeEffect(opened);
    },
  };
}
