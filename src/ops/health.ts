import { answerJson, type Route } from './http-server.js';

export interface HealthCheck {
  /** As it reads in the answer: `store`. */
  readonly name: string;
  /** Rejects where it is not ready. */
  check(): Promise<unknown>;
}

export interface Readiness {
  readonly status: 'ready' | 'unready' | 'draining';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

export interface Health {
  readonly routes: readonly Route[];
  readiness(): Promise<Readiness>;
  /** From now on not ready: the process is going. */
  drain(): void;
}

/** A check that has not answered by then has failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** `/healthz`: the process answers, always 200. `/readyz`: 200 where every check passes and the process is not draining, else 503. */
export function createHealth(checks: readonly HealthCheck[], timeoutMs = CHECK_TIMEOUT_MS): Health {
  let draining = false;
  const readiness = async (): Promise<Readiness> => {
    const results = await Promise.all(
      checks.map(async (check) => [check.name, await run(check, timeoutMs)] as const),
    );
    const ready = results.every(([, result]) => result === 'ok');
    return {
      status: draining ? 'draining' : ready ? 'ready' : 'unready',
      checks: Object.fromEntries(results),
    };
  };
  return {
    readiness,
    drain: () => {
      draining = true;
    },
    routes: [
      {
        method: 'GET',
        path: '/healthz',
        handle: (_request, response) => answerJson(response, 200, { status: 'ok' }),
      },
      {
        method: 'GET',
        path: '/readyz',
        handle: async (_request, response) => {
          const state = await readiness();
          answerJson(response, state.status === 'ready' ? 200 : 503, state);
        },
      },
    ],
  };
}

async function run(check: HealthCheck, timeoutMs: number): Promise<'ok' | 'failed'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'failed'>((resolve) => {
    timer = setTimeout(() => resolve('failed'), timeoutMs);
  });
  try {
    return await Promise.race([check.check().then(() => 'ok' as const), late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
