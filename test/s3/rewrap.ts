/** How terminals, mails and chats break long lines. */

/** At blanks and after hyphens; a word longer than the line is cut, as Python's textwrap does. */
export function wrapWords(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');
}

/** Exactly at the column, wherever that is. */
export function cutHard(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(new RegExp(`.{${width}}(?=.)`, 'gsu'), '$&\n'))
    .join('\n');
}

/** Only at blanks. */
export function wrapAtBlanks(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines = [''];
      for (const word of line.split(' ')) {
        const last = lines.at(-1) ?? '';
        if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
        else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
      }
      return lines.join('\n');
    })
    .join('\n');
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const chunk of line.split(/( +|(?<=[A-Za-z]{2}-)(?=[A-Za-z]{2}))/)) {
    let rest = chunk;
    if (current.length + rest.length > width && current !== '') {
      lines.push(current.trimEnd());
      current = '';
      if (rest.trim() === '') continue;
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    current += rest;
  }
  return [...lines, current.trimEnd()];
}
