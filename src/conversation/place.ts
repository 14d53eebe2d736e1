import type { Place } from './investigation.js';

export function isSamePlace(a: Place, b: Place): boolean {
  return (
    a.channel === b.channel &&
    a.thread === b.thread &&
    a.message === b.message &&
    a.permalink === b.permalink &&
    a.direct === b.direct &&
    a.twin === b.twin &&
    JSON.stringify(a.attached ?? []) === JSON.stringify(b.attached ?? [])
  );
}
