import { createInterviewer, type Interviewer } from '../conversation/interviewer.js';
import type { Investigation, InvestigationStore } from '../conversation/index.js';
import { diagnose } from '../diagnosis/index.js';
import type { CauseFinding } from '../diagnosis/types.js';

type Interview = ReturnType<Interviewer['interview']>;
type Step = Interview['flow']['steps'][number];

/** Tells the author of a flow how far an investigation has come in it: every step, answer, verdict, and what they rest on. */
export function createInspector(store: Pick<InvestigationStore, 'load'>, library: Interviewer['library']) {
  const interviewer = createInterviewer(library, diagnose);
  return async (investigationId: string): Promise<object | undefined> => {
    const stored = await store.load(investigationId);
    return stored === undefined ? undefined : describe(stored.investigation, interviewer);
  };
}

function describe(investigation: Investigation, interviewer: Interviewer): object {
  const interview = interviewer.interview(investigation);
  const { flow, diagnosis, evidence, answered, machine } = interview;
  const { id, phase, audit } = investigation;
  const { error = null, request, snapshot } = evidence;
  return {
    id,
    phase,
    audit,
    flow: { id: flow.id, title: flow.title, source: flow.source },
    state: machine.value,
    steps: flow.steps.map((step) => describeStep(step, interview)),
    answers: answered.map(({ step, question, answer }) => ({ step, question, answer })),
    evidence: { error, request, snapshot },
    decision: diagnosis.decision,
    causes: diagnosis.causes.map(describeCause),
  };
}

function describeStep(step: Step, interview: Interview): object {
  const { id, section, coveredBy, takenFrom, question, decides } = step;
  const { causes } = interview.diagnosis;
  return {
    id,
    section,
    question: question.text,
    state: stateOf(step, interview),
    confirms: causes
      .filter((cause) => cause.status === 'confirmed' && decides.includes(cause.id))
      .map((cause) => cause.id),
    ...(coveredBy === undefined ? {} : { coveredBy }),
    ...(takenFrom === undefined ? {} : { takenFrom }),
  };
}

/** `asking`: now; `evidence`: what is known decides it; `pointless`: its answer would change nothing. */
function stateOf({ id }: Step, { machine, given }: Interview): string {
  if (machine.value === id) return 'asking';
  const answer = given.find(({ step }) => step.id === id);
  if (answer !== undefined) return answer.option === undefined ? 'unsure' : 'answered';
  const finding = machine.context.findings[id];
  return finding === 'settled' ? 'evidence' : (finding ?? 'open');
}

function describeCause({ id, title, status, evidence, fix }: CauseFinding): object {
  return { id, title, status, verified: fix.verified, evidence };
}
