import type { LayerName } from '../types.js';
import type { Formula } from './formula.js';

const PREFIX = 'unread layer ';

/**
 * What could not be read is a free choice, reasoned about like an unknown context key: present means that it allows,
 * absent that it does not. That it might deny is handled apart, since it always may.
 */
function freeKey(name: LayerName | 'resourceGrant'): string {
  return PREFIX + name;
}

/** Whether a key stands for something unread; no context key holds a blank. */
export function isFreeKey(key: string): boolean {
  return key.startsWith(PREFIX);
}

const formulas = new Map<string, Formula>();

/** True if the unread layer allows. */
export function freeLayer(name: LayerName | 'resourceGrant'): Formula {
  const key = freeKey(name);
  const known = formulas.get(key);
  if (known !== undefined) return known;
  const formula: Formula = {
    kind: 'atom',
    atom: {
      subject: { kind: 'unread' },
      keys: [key],
      holds: (lookup) => {
        const value = lookup(key);
        if (value === undefined) return 'unknown';
        return value === null ? 'no' : 'yes';
      },
    },
  };
  formulas.set(key, formula);
  return formula;
}
