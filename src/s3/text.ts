/** Small helpers on text that several files of this room need. */

/** Percent-decoding that leaves alone what is no valid UTF-8 escape. `+` stays `+`, as S3 keeps it in paths. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}

/** Query parameters with lower-case names; the first value of a name counts. `query` is without its `?`. */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pair of query.split(/[&;]/)) {
    const equals = pair.indexOf('=');
    const name = percentDecode(equals === -1 ? pair : pair.slice(0, equals)).toLowerCase();
    if (name === '' || found.has(name)) continue;
    found.set(name, equals === -1 ? '' : percentDecode(pair.slice(equals + 1).replaceAll('+', ' ')));
  }
  return found;
}

/** The text within a pair of quotes, backticks or angle brackets around all of it, else the text itself. */
export function unwrapQuotes(text: string): string {
  const pairs = ['""', "''", '``', '<>', '“”', '‘’', '„“', '«»'];
  const wrapped = pairs.some(
    (pair) => text.length > 2 && text.startsWith(pair.slice(0, 1)) && text.endsWith(pair.slice(1)),
  );
  return wrapped ? text.slice(1, -1) : text;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text repeated to a person: one line, at most `limit` characters. */
export function showText(text: string, limit = 80): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
