import type { App, Authorize, HTTPReceiverOptions, SocketModeReceiver } from '@slack/bolt';
import { messageOf, S3DeniedError } from '../errors.js';
import type { Logger } from '../ops/logging.js';

type SocketModeReceiverOptions = ConstructorParameters<typeof SocketModeReceiver>[0];
type ReceiverEvent = Parameters<App['processEvent']>[0];

/** Lets Bolt acknowledge only what was taken. */
export interface Acknowledgement {
  /** `authorize`, remembering whom it refused. */
  readonly authorize: Authorize<boolean>;
  guard(app: App): void;
}

/**
 * Bolt acknowledges an event before any listener has seen it, and whatever it cannot authorize (the store of installations is away): a
 * process that dies right then takes along what somebody wrote to the bot. Here an event is acknowledged when its listeners are
 * done, and what nobody took is not: Slack delivers an event again, under the same id, and tells the person that a click failed.
 * https://docs.slack.dev/apis/events-api/#retries
 */
export function createAcknowledgement(authorize: Authorize<boolean>): Acknowledgement {
  const refused = new WeakMap<object, unknown>();
  return {
    authorize: async (source, body) => {
      try {
        return await authorize(source, body);
      } catch (error) {
        if (body !== undefined) refused.set(body, error);
        throw error;
      }
    },
    guard: (app) => {
      const processEvent = app.processEvent.bind(app);
      app.processEvent = async (event) => {
        const isEvent = event.body['type'] === 'event_callback';
        let taken = false;
        const ack: ReceiverEvent['ack'] = async (answer) => {
          taken = !refused.has(event.body);
          if (taken && !isEvent) await event.ack(answer);
        };
        await processEvent({ ...event, ack });
        if (!taken) throw notTaken(refused.get(event.body));
        if (isEvent) await event.ack();
      };
    },
  };
}

function notTaken(cause: unknown): S3DeniedError {
  return new S3DeniedError('not-taken', cause === undefined ? 'no listener knows it' : messageOf(cause), {
    cause,
  });
}

/** A late answer is still an answer, so Bolt must not close the request at 3 s; what nobody takes is answered at once. */
export function httpAcknowledgement(
  logger: Logger,
): Pick<HTTPReceiverOptions, 'unhandledRequestHandler' | 'processEventErrorHandler'> {
  return {
    unhandledRequestHandler: () =>
      logger.warn('Slack was not answered within 3 s: it tells the person that this failed'),
    processEventErrorHandler: async ({ error, response }) => {
      logger.warn({ reason: messageOf(error) }, 'what Slack sent was not taken');
      if (!response.headersSent) response.writeHead(503).end();
      return true;
    },
  };
}

/** Over a socket, not to answer is to refuse. */
export function socketAcknowledgement(
  logger: Logger,
): Pick<SocketModeReceiverOptions, 'processEventErrorHandler'> {
  return {
    processEventErrorHandler: async ({ error }) => {
      logger.warn({ reason: messageOf(error) }, 'what Slack sent was not taken');
      return false;
    },
  };
}
