/**
 * JSON values as Terraform expressions, laid out as `terraform fmt` does.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */

/** A JSON value as an expression; every line but the first begins with `indent`. */
export function hclValue(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => `${deeper}${hclValue(item, deeper)},\n`).join('');
    return items === '' ? '[]' : `[\n${items}${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([name, field]) => [hclKey(name), hclValue(field, deeper)] as const,
    );
    return fields.length === 0 ? '{}' : `{\n${hclAttributes(fields, deeper)}${indent}}`;
  }
  return typeof value === 'string' ? hclString(value) : JSON.stringify(value);
}

/** `name = expression` lines; in a run of those of one line each the equal signs stand below each other. */
export function hclAttributes(
  attributes: readonly (readonly [name: string, expression: string])[],
  indent: string,
): string {
  const isLong = (at: number): boolean => attributes[at]?.[1].includes('\n') ?? true;
  return attributes
    .map(([name, expression], at) => {
      if (isLong(at)) return `${indent}${name} = ${expression}\n`;
      let [from, to] = [at, at];
      while (!isLong(from - 1)) from -= 1;
      while (!isLong(to + 1)) to += 1;
      const width = Math.max(...attributes.slice(from, to + 1).map(([other]) => other.length));
      return `${indent}${name.padEnd(width)} = ${expression}\n`;
    })
    .join('');
}

const KEYWORDS = new Set(['for', 'if', 'in', 'null', 'true', 'false']);

function hclKey(name: string): string {
  return /^[A-Za-z]\w*$/.test(name) && !KEYWORDS.has(name) ? name : hclString(name);
}

/** A quoted string: `${` and `%{` would begin a template, and of JSON's escapes `\b` and `\f` are not HCL's. */
export function hclString(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/\\(\\|b|f)/g, (whole, letter: string) => CONTROL[letter] ?? whole)
    .replaceAll(/(?<![$%])([$%]+)\{/g, (_, signs: string) => {
      const sign = signs.slice(-1);
      // A sign before the one that is escaped would be read as part of the escape.
      return `${signs.slice(0, -1).replaceAll(/./g, unicodeEscape)}${sign}${sign}{`;
    });
}

const CONTROL: Readonly<Record<string, string>> = { b: String.raw`\u0008`, f: String.raw`\u000c` };

function unicodeEscape(character: string): string {
  return String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0');
}
