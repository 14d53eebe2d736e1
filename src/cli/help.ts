import { parseArgs } from 'node:util';
import { InputError } from '../errors.js';

/** Reads a command's options where it has none but `--help`; anything else is an input error. */
export function wantsHelp(args: readonly string[], command: string): boolean {
  try {
    const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } });
    return values.help === true;
  } catch {
    throw new InputError(`${command}: ${args.join(' ')}: it takes no arguments but --help`);
  }
}
