const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** A level of nesting: which entry comes next, and whether it is its name that does. */
interface Level {
  key: string | number;
  named: boolean;
}

/**
 * Where the value at these keys begins in a text that is valid JSON, or the nearest thing around it that is there.
 */
export function positionOfValue(text: string, keys: readonly (string | number)[]): number {
  const open: Level[] = [];
  let found = { depth: -1, position: 0 };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const level = open.at(-1);
    if (token === '}' || token === ']') open.pop();
    else if (token === ',') next(level);
    else if (token === ':') continue;
    else if (level?.named === true) {
      level.key = String(JSON.parse(token));
      level.named = false;
    } else {
      const isOnTheWay = open.length <= keys.length && open.every(({ key }, depth) => key === keys[depth]);
      if (isOnTheWay && open.length > found.depth) found = { depth: open.length, position: index };
      if (token === '{') open.push({ key: '', named: true });
      if (token === '[') open.push({ key: 0, named: false });
    }
  }
  return found.position;
}

function next(level: Level | undefined): void {
  if (level === undefined) return;
  if (typeof level.key === 'number') level.key += 1;
  else level.named = true;
}
