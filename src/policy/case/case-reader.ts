import { type CompiledPolicySet, compilePoliciesOnce } from '../compile.js';
import { isRecord, readJson } from '../document/json.js';
import { cutMember } from './cut-member.js';
import { type CompiledCaseParse, readCaseWith, readPolicySet } from './parse-case.js';

/** Longer texts are not remembered: memory stays bounded. */
const REMEMBERED_CHARACTERS = 16_384;

/**
 * Reads the lines of a stream of cases. Policies are most of a line and mostly those of a line before: of `limit` texts
 * they are read, checked and compiled once.
 */
export class CaseReader {
  readonly #limit: number;
  readonly #remembered = new Map<string, CompiledPolicySet>();

  constructor(limit = 128) {
    this.#limit = limit;
  }

  /** The case of a line, its policies compiled, or what is wrong with it in one line. */
  read(line: string): CompiledCaseParse {
    return this.#readInParts(line) ?? readWhole(line);
  }

  /** `null`: the line has to be read as a whole, be it only to say what is wrong with it. */
  #readInParts(line: string): CompiledCaseParse | null {
    const cut = cutMember(line, 'policies');
    if (cut === null || cut.member.length > REMEMBERED_CHARACTERS) return null;
    const rest = readJson(cut.rest);
    if ('problem' in rest || !isRecord(rest.value) || rest.value.policies !== null) return null;
    const known = this.#remembered.get(cut.member);
    if (known !== undefined) return readCaseWith(rest.value, () => known);
    const policies = readJson(cut.member);
    if ('problem' in policies) return null;
    return readCaseWith(rest.value, () => this.#remember(cut.member, compile(policies.value)));
  }

  #remember(text: string, compiled: CompiledPolicySet): CompiledPolicySet {
    if (this.#remembered.size >= this.#limit) {
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest);
        break;
      }
    }
    // A copy: the text itself is a view into the chunk it was read with, and would keep all of it.
    this.#remembered.set(structuredClone(text), compiled);
    return compiled;
  }
}

function compile(policies: unknown): CompiledPolicySet {
  return compilePoliciesOnce(readPolicySet(policies));
}

function readWhole(line: string): CompiledCaseParse {
  const json = readJson(line);
  if ('problem' in json) return { outcome: 'problem', problem: json.problem };
  return readCaseWith(json.value, compile);
}
