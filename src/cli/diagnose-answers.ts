import { readFile } from 'node:fs/promises';
import { InputError } from '../errors.js';
import {
  INPUT_EXAMPLES,
  readFreeValue,
  UNSURE,
  type Answers,
  type AnswerValues,
  type FlowLibrary,
  type FlowOption,
  type OptionInput,
} from '../flow/index.js';
import { whyUnusable } from './snapshot-file.js';

/** One `--answer`, taken apart. */
interface FlagAnswer {
  /** As far as the option, for complaints. */
  readonly flag: string;
  readonly step: string;
  readonly id: string;
  readonly value?: string;
}

/** Reads `STEP=OPTION`, and `STEP=OPTION=VALUE` where the option asks for a value; `@FILE` is what stands in that file. */
export async function readAnswers(
  flags: readonly string[],
  library: FlowLibrary,
  flowId: string,
): Promise<{ readonly answers: Answers; readonly values: AnswerValues }> {
  const given = flags.map(takeApart);
  const values: Record<string, AnswerValues[string]> = {};
  for (const answer of given) {
    const text = await readValue(answer, optionOf(answer, library, flowId)?.input);
    if (text !== undefined) values[answer.step] = { option: answer.id, text };
  }
  return { answers: Object.fromEntries(given.map(({ step, id }) => [step, id])), values };
}

function takeApart(given: string): FlagAnswer {
  const [step = '', id = '', ...rest] = given.split('=');
  const value = rest.length === 0 ? {} : { value: rest.join('=') };
  return { flag: `--answer ${step}=${id}`, step, id, ...value };
}

/** undefined: not sure. */
function optionOf(
  { flag, step, id }: FlagAnswer,
  library: FlowLibrary,
  flowId: string,
): FlowOption | undefined {
  const steps = library.flows.get(flowId)?.steps;
  // The interview says which flows there are.
  if (steps === undefined) return undefined;
  const known = steps.find((each) => each.id === step);
  if (known === undefined)
    throw new InputError(
      `${flag}: ${flowId} has no step \`${step}\`; its steps are ${steps.map((each) => each.id).join(', ')}`,
    );
  const { options } = known.question;
  const option = options.find((each) => each.id === id);
  if (option !== undefined || id === UNSURE) return option;
  const ids = [...options.map((each) => each.id), UNSURE];
  throw new InputError(`${flag}: \`${id}\` is no option of ${step}; its options are ${ids.join(', ')}`);
}

async function readValue(
  { flag, value }: FlagAnswer,
  input: OptionInput | undefined,
): Promise<string | undefined> {
  if (input === undefined) {
    if (value === undefined) return undefined;
    throw new InputError(`${flag}: that option asks for no value; leave away what follows it`);
  }
  if (value === undefined)
    throw new InputError(
      `${flag}: a value is missing (${input.label}); write ${flag}=VALUE, for example ${INPUT_EXAMPLES[input.kind]}, or ${flag}=@FILE`,
    );
  const read = readFreeValue(input, value.startsWith('@') ? await readText(flag, value.slice(1)) : value);
  if (!read.ok) throw new InputError(`${flag}: ${read.problem}`);
  return read.text;
}

async function readText(flag: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`${flag}=@${file}: ${whyUnusable(error)}`, { cause: error });
  }
}
