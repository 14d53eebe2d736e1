const QUOTE = 34;
const BACKSLASH = 92;

/** Where the string that begins at `at` ends; behind the text if it does not. */
function endOfString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

const COLON = /\s*:\s*(?=\{)/y;

/** Where the object begins that stands behind a key; -1: the string was no key, or its value is no object. */
function objectBehind(text: string, at: number): number {
  COLON.lastIndex = at;
  return COLON.test(text) ? COLON.lastIndex : -1;
}

/**
 * Cuts the object that stands behind `name` out of the text of a JSON object; `null` stands in its place in `rest`. It
 * looks at strings and brackets alone, far less work than reading JSON: what comes out is the member that was meant if
 * both parts are JSON and `rest` has `null` for it, which a second member of the same name would undo.
 */
export function cutMember(
  text: string,
  name: string,
): { readonly member: string; readonly rest: string } | null {
  const key = `"${name}"`;
  let depth = 0;
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (depth === 1 && text.startsWith(key, at)) from = objectBehind(text, end + 1);
        at = end;
        break;
      }
      case 123: // {
      case 91: // [
        depth++;
        break;
      case 125: // }
      case 93: // ]
        depth--;
        if (depth === 1 && from !== -1) {
          return {
            member: text.slice(from, at + 1),
            rest: `${text.slice(0, from)}null${text.slice(at + 1)}`,
          };
        }
        break;
      default:
    }
  }
  return null;
}
