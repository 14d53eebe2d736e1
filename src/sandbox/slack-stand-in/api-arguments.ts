import { z } from 'zod';

/** Form fields are text: an object or list in one is JSON. */
export function json<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, context) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be valid JSON' });
      return z.NEVER;
    }
  }, schema);
}

/** A boolean as itself or as a form's text. */
export const flag = z.union([z.boolean(), z.enum(['true', '1', 'false', '0', ''])]).transform((value) => {
  return value === true || value === 'true' || value === '1';
});

export const count = z.coerce.number().int().min(0);
