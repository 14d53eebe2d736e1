/**
 * JSON values as block YAML for CloudFormation, which reads YAML 1.1. Every string is in double quotes, as JSON writes it: unquoted,
 * 2012-10-17 is a date there, `no` a boolean and an account id with a zero in front an octal number. https://yaml.org/spec/1.1/
 */
export function yamlLines(value: unknown, indent = ''): readonly string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item) => {
      const [first = '', ...rest] = yamlLines(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  if (isMap(value))
    return Object.entries(value).flatMap(([name, field]) => {
      const nested = isMap(field) || (Array.isArray(field) && field.length > 0);
      const head = `${indent}${key(name)}:`;
      return nested ? [head, ...yamlLines(field, `${indent}  `)] : [`${head} ${scalar(field)}`];
    });
  return [`${indent}${scalar(value)}`];
}

function isMap(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** An empty list or map stands on its line as a scalar does. What YAML 1.1 takes for a line break, or refuses, is escaped. */
function scalar(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const RESERVED = /^(y|n|yes|no|on|off|true|false|null)$/i;

function key(name: string): string {
  const isPlain = /^[A-Za-z][\w/-]*(:[\w/-]+)*$/.test(name) && !RESERVED.test(name);
  return isPlain ? name : scalar(name);
}
