import { parseArgs, type ParseArgsConfig } from 'node:util';
import { InputError, messageOf } from '../errors.js';
import { nearestName } from '../nearest.js';

/** A command's options; a wrong one is an `InputError` with the option that was probably meant. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false, strict: true }).values;
  } catch (error) {
    throw new InputError(`${command}: ${describe(messageOf(error), Object.keys(options))}`, { cause: error });
  }
}

function describe(message: string, known: readonly string[]): string {
  const unknown = /Unknown option '(--?[^']+)'/.exec(message)?.[1];
  const near = unknown === undefined ? undefined : nearestName(unknown.replace(/^-+/, ''), known);
  if (near !== undefined) return `unknown option ${unknown}; did you mean --${near}?`;
  return `${message.split('\n')[0]?.replace(/\. To specify.*/, '')}; see s3denied --help`;
}
