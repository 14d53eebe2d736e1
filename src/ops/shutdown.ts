import { messageOf } from '../errors.js';
import type { Logger } from './logging.js';

export interface ShutdownStep {
  readonly name: string;
  /** One that rejects is logged; the next runs all the same. */
  run(): void | Promise<void>;
}

export interface ShutdownOptions {
  readonly logger: Logger;
  /** Run one after another: readiness off first, the store last. */
  readonly steps: readonly ShutdownStep[];
  /** All steps together. The contract gives 10 s; some of it is the process's own. */
  readonly deadlineMs?: number;
  /** `process.exit`, unless a test says otherwise. */
  readonly exit?: (code: number) => void;
}

export interface Shutdown {
  /** Runs the steps; a second call waits for the same run. Resolves with the exit status: 0 done, 1 the deadline came first. */
  run(reason: string): Promise<number>;
  /** Listens for SIGTERM and SIGINT; a second signal ends the process at once. Returns how to stop listening. */
  onSignals(): () => void;
}

const DEADLINE_MS = 9_000;

export function createShutdown(options: ShutdownOptions): Shutdown {
  const exit = options.exit ?? ((code: number) => process.exit(code));
  let running: Promise<number> | undefined;
  const run = (reason: string): Promise<number> => {
    running ??= runSteps(options, reason);
    return running;
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (running !== undefined) return exit(1);
    void run(signal).then(exit);
  };
  return {
    run,
    onSignals: () => {
      process.on('SIGTERM', onSignal);
      process.on('SIGINT', onSignal);
      return () => {
        process.off('SIGTERM', onSignal);
        process.off('SIGINT', onSignal);
      };
    },
  };
}

async function runSteps(
  { logger, steps, deadlineMs = DEADLINE_MS }: ShutdownOptions,
  reason: string,
): Promise<number> {
  logger.info({ reason }, 'draining');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<1>((resolve) => {
    timer = setTimeout(() => resolve(1), deadlineMs);
  });
  const status = await Promise.race([runInTurn(steps, logger), late]);
  clearTimeout(timer);
  if (status === 0) logger.info('stopped');
  else
    logger.warn(
      { deadlineMs },
      'stopped before everything was done: what is left over, the next process takes up',
    );
  return status;
}

async function runInTurn(steps: readonly ShutdownStep[], logger: Logger): Promise<0> {
  for (const step of steps) {
    try {
      await step.run();
    } catch (error) {
      logger.error({ step: step.name, reason: messageOf(error) }, 'a shutdown step failed');
    }
  }
  return 0;
}
