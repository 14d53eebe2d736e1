import type { Interview } from '../flow/index.js';

/** The outward shape: only what people rely on. */
export function reportJson({ diagnosis, grant, open }: Interview): unknown {
  return {
    request: diagnosis.request,
    decision: diagnosis.decision,
    causes: diagnosis.causes.map(({ id, status, evidence, fix }) => ({
      id,
      status,
      evidence,
      fix: {
        owner: fix.owner,
        summary: fix.summary,
        snippets: fix.snippets,
        patches: fix.patches,
        verified: fix.verified,
      },
    })),
    ...(grant === undefined ? {} : { grant }),
    questions: open.map(({ step, text, options }) => ({ step, text, options })),
  };
}
