import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CauseFinding, Diagnosis, Evidence, Verdict, VerdictStatus } from '../../src/diagnosis/types.js';
import { EMPTY_SNAPSHOT, type Snapshot } from '../../src/evidence/snapshot.js';
import { loadFlowLibrary } from '../../src/flow/authoring.js';
import type { Diagnose, FlowLibrary } from '../../src/flow/index.js';

/** Runs with a directory that holds these files, and removes it. */
export function withFiles<T>(files: Readonly<Record<string, string>>, run: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 's3denied-flows-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    return run(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The problems of these files, with the directory's name taken out. */
export function problemsOf(
  files: Readonly<Record<string, string>>,
  detectors?: readonly string[],
): readonly string[] {
  return withFiles(files, (directory) => {
    const { problems } = loadFlowLibrary([directory], detectors === undefined ? {} : { detectors });
    return problems.map((problem) => problem.replaceAll(`${directory}/`, ''));
  });
}

export function libraryOf(files: Readonly<Record<string, string>>): FlowLibrary {
  return withFiles(files, (directory) => {
    const { library, problems } = loadFlowLibrary([directory]);
    if (library === undefined) throw new Error(problems.join('\n'));
    return library;
  });
}

export interface CauseOptions {
  readonly refines?: string;
  /** Further YAML lines of the `yes` option, such as `also: { other: ruled_out }`. */
  readonly yes?: string;
  readonly no?: string;
  readonly concrete?: string;
}

/** A cause with the options `yes` (confirmed) and `no` (ruled out). */
export function causeYaml(id: string, { refines, yes, no, concrete }: CauseOptions = {}): string {
  return `id: ${id}
title: Cause ${id}
explanation: Because of ${id}.
${refines === undefined ? '' : `refines: ${refines}\n`}question:
  text: Is it ${id}?
${concrete === undefined ? '' : `  concrete: '${concrete}'\n`}  options:
    - { id: yes, text: 'Yes', verdict: confirmed${yes === undefined ? '' : `, ${yes}`} }
    - { id: no, text: 'No', verdict: ruled_out${no === undefined ? '' : `, ${no}`} }
  howTo: { cli: 'aws s3 ls "s3://{bucket}/{key}"' }
fix: { owner: client, summary: Mend ${id}. }
sources: [{ url: 'https://example.com/${id}' }]
`;
}

export function flowYaml(steps: readonly string[], id = 'general-403'): string {
  return `id: ${id}
title: A flow
article: '002'
source: https://example.com/article
steps:
${steps.map((step) => `  - ${step}\n`).join('')}`;
}

export function causeStep(cause: string): string {
  return `{ id: ${cause}, section: Section, cause: ${cause} }`;
}

/** A library of one flow that asks about these causes in this order. */
export function libraryAbout(causes: Readonly<Record<string, CauseOptions>>): FlowLibrary {
  const files = Object.entries(causes).map(
    ([id, options]) => [`causes/${id}.yaml`, causeYaml(id, options)] as const,
  );
  return libraryOf({
    'general-403.yaml': flowYaml(Object.keys(causes).map(causeStep)),
    ...Object.fromEntries(files),
  });
}

export function evidenceWith(
  request: Partial<Evidence['request']> = {},
  snapshot: Snapshot = EMPTY_SNAPSHOT,
): Evidence {
  return { request: { headers: {}, context: {}, ...request }, snapshot, stated: [] };
}

export type KnownVerdicts = Readonly<Record<string, VerdictStatus | Verdict>>;

/** A diagnosis that knows these verdicts by evidence, and takes people's word for the rest. */
export function diagnoseKnowing(verdicts: KnownVerdicts = {}, crossAccount?: boolean): Diagnose {
  return (evidence, catalogue): Diagnosis => ({
    request: { actions: [], ...(crossAccount === undefined ? {} : { crossAccount }) },
    decision: 'denied',
    causes: [...catalogue.values()].map((cause): CauseFinding => {
      const stated = evidence.stated.find(({ causeId }) => causeId === cause.id);
      const known = verdicts[cause.id] ?? stated?.status ?? 'unknown';
      const verdict: Verdict = typeof known === 'string' ? { status: known, evidence: [] } : known;
      return {
        id: cause.id,
        title: cause.title,
        explanation: cause.explanation,
        status: verdict.status,
        evidence: verdict.evidence,
        details: verdict.details ?? {},
        fix: {
          owner: cause.fix.owner,
          summary: cause.fix.summary,
          snippets: [],
          patches: [],
          diffs: [],
          verified: null,
        },
        sources: [],
      };
    }),
  });
}
