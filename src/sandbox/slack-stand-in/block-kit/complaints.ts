import type { z } from 'zod';

/** Slack's words for what is wrong with blocks or a view: `must be … [json-pointer:/blocks/0/text/text]`. */
export function complaintsOf(error: z.ZodError, root: string): readonly string[] {
  return error.issues.map((issue) => {
    const pointer = ['', root, ...issue.path.map(String)].join('/');
    return `${issue.message} [json-pointer:${pointer}]`;
  });
}
