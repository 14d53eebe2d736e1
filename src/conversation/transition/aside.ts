import type { Investigation } from '../investigation.js';
import type { InvestigationEvent } from '../service.js';

/** No release has as many questions that the one beside it lacks. */
const MOST_ASIDE = 20;
const STEP_OR_OPTION = /^[a-z][\w-]{0,79}$/;

/**
 * An answer to what no flow of this release asks: the card was made by the release that runs beside it. It is kept for that one. Undefined:
 * it is no such answer.
 */
export function setAside(
  investigation: Investigation,
  { step, option, value }: Extract<InvestigationEvent, { readonly kind: 'answer.submitted' }>,
): Investigation | undefined {
  const { answers = {}, values: before = {} } = investigation.aside ?? {};
  const fits = STEP_OR_OPTION.test(step) && STEP_OR_OPTION.test(option);
  if (!fits || Object.keys(answers).length >= MOST_ASIDE) return undefined;
  const { [step]: _before, ...others } = before;
  const values = value === undefined ? others : { ...others, [step]: { option, text: value } };
  return { ...investigation, aside: { answers: { ...answers, [step]: option }, values } };
}
