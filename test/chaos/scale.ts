/** How much of it: the short form is a part of `npm test`, the long one is `npm run test:chaos`. */
export const SCALE = {
  conversations: Number(process.env['CHAOS_CONVERSATIONS'] ?? 6),
  kills: Number(process.env['CHAOS_KILLS'] ?? 2),
  /** Of mixed load, with kills and restarts; 0: none. */
  minutes: Number(process.env['CHAOS_MINUTES'] ?? 0),
} as const;
