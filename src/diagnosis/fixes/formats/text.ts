/** Quotes a word for a shell: what comes from outside stays one argument and is never run. */
export function quote(word: string): string {
  if (/^[A-Za-z0-9_./:=@-]+$/.test(word)) return word;
  return CONTROLS.test(word) ? `$'${ansi(word)}'` : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The same within a word that stands in double quotes. An interactive shell expands `!` even there. */
export function quoteInDoubleQuotes(text: string): string {
  return text
    .replaceAll(/[\\"$`]/g, '\\$&')
    .replaceAll('!', `"'!'"`)
    .replaceAll(CONTROL_RUNS, (run) => `"$'${ansi(run)}'"`);
}

// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f]/;
const CONTROL_RUNS = new RegExp(`${CONTROLS.source}+`, 'g');

/** As bash and zsh read it between `$'` and `'`: a control character that is pasted as it is means something to a terminal. */
function ansi(text: string): string {
  const escaped = text.replaceAll(/[\\']/g, '\\$&');
  return escaped.replaceAll(new RegExp(CONTROLS.source, 'g'), (character) => {
    const code = character.charCodeAt(0);
    return NAMED[code] ?? String.raw`\x${code.toString(16).padStart(2, '0')}`;
  });
}

const NAMED: Readonly<Record<number, string>> = { 9: String.raw`\t`, 10: String.raw`\n`, 13: String.raw`\r` };

/** One line, without what could end it. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

/** Comment lines, alike in a shell, Terraform and YAML: no text from outside can end one and begin something else. */
export function comment(...lines: readonly string[]): string {
  return lines.map((line) => `# ${oneLine(line)}\n`).join('');
}

/** A name made of letters, digits and underscores that still reads like the text. */
export function slug(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_|_$/g, '');
  return /^[A-Za-z]/.test(plain) ? plain : `s3denied_${plain}`.replace(/_$/, '');
}

/** The same in CamelCase: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html */
export function logicalId(text: string): string {
  return slug(text)
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}
