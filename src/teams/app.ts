import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { RecordStore } from '../conversation/records.js';
import type { GroupSource } from '../conversation/group-lookup.js';
import type { ConversationService } from '../conversation/service.js';
import type { Surface } from '../conversation/surface.js';
import { answerJson, answerText, type BufferedRequest, type Route } from '../ops/http-server.js';
import type { Logger } from '../ops/logging.js';
import { TeamsAdapter } from './adapter.js';
import { createBot } from './bot.js';
import type { TeamsAccess } from './config.js';
import type { TeamsContext } from './context.js';
import { createTokens, type TokenFor } from './credentials.js';
import { createEntraGroups } from './groups.js';
import { createPeople } from './people.js';
import { createRemoved, type Erase } from './removed.js';
import { createReplies } from './replies.js';
import { createServiceUrls } from './service-urls.js';
import { createTeamsSurface } from './surface.js';

export const MESSAGES_PATH = '/api/messages';

export interface TeamsParts {
  readonly surface: Surface;
  /** Who is in the groups that `AUDIT_CONFIG` names by their object ids. */
  readonly groups: GroupSource;
  /** Takes activities into the conversation. */
  routesInto(service: ConversationService): readonly Route[];
}

export interface TeamsOptions {
  readonly access: TeamsAccess;
  readonly records: RecordStore;
  /** For what was started where the app is removed. */
  readonly erase: Erase;
  readonly logger: Logger;
  readonly metrics?: NonNullable<TeamsContext['metrics']>;
  /**
   * Where the keys are that requests are signed with; left out: Microsoft's. Only for tests, which cannot have those; the environment
   * does not set it, for whoever sets it decides who is believed.
   */
  readonly openIdMetadataUrl?: string;
  /** Another Microsoft Graph, and who gives tokens for it; as above. */
  readonly graph?: { readonly url: string; readonly tokenFor: TokenFor };
}

/** Teams as a way into the conversation, and as where it shows itself. */
export function createTeams(options: TeamsOptions): TeamsParts {
  const { access, records, erase, logger, metrics, openIdMetadataUrl, graph } = options;
  const adapter = new TeamsAdapter(access, logger, openIdMetadataUrl);
  const people = createPeople(records);
  const serviceUrls = createServiceUrls(records);
  return {
    surface: createTeamsSurface({ adapter, serviceUrls, people, records, logger }),
    groups: createEntraGroups(access, graph?.tokenFor ?? createTokens(access), graph?.url),
    routesInto: (service) => {
      const bot = createBot({
        service,
        people,
        logger,
        serviceUrls,
        replyOnce: createReplies(records, logger),
        removed: createRemoved({ erase, records, people, logger }),
        ...(metrics === undefined ? {} : { metrics }),
        ...tenantOf(access),
      });
      return [{ method: 'POST', path: MESSAGES_PATH, handle: receiver(adapter, bot, logger) }];
    },
  };
}

function tenantOf(access: TeamsAccess): { readonly tenantId?: string } {
  if (access === 'unauthenticated' || access.appType === 'MultiTenant' || access.tenantId === undefined)
    return {};
  return { tenantId: access.tenantId };
}

const activitySchema = z.looseObject({ type: z.string().min(1) });

function receiver(adapter: TeamsAdapter, bot: ReturnType<typeof createBot>, logger: Logger): Route['handle'] {
  return async (request, response) => {
    const activity = readActivity(request);
    if (activity === undefined) return answerText(response, 400, 'The body has to be one activity, as JSON');
    const received = await adapter.receive(request.headers.authorization ?? '', activity, bot);
    if (received.outcome === 'unauthorized') {
      logger.warn({ reason: received.reason }, 'a Teams request was not authorized');
      return answerText(response, 401, 'Unauthorized');
    }
    if (received.outcome === 'unverifiable') {
      logger.error(
        { reason: received.reason },
        'Microsoft’s keys could not be had, so a Teams request was not taken',
      );
      return answerText(response, 503, 'Service Unavailable');
    }
    if (received.outcome === 'not_taken') {
      logger.error({ reason: received.reason }, 'what Teams sent was not taken');
      return answerText(response, 503, 'Service Unavailable');
    }
    const { status = 200, body } = received.response ?? {};
    return body === undefined ? void response.writeHead(status).end() : answerJson(response, status, body);
  };
}

function readActivity(request: BufferedRequest): Activity | undefined {
  try {
    const parsed = activitySchema.safeParse(JSON.parse(request.rawBody.toString('utf8')));
    return parsed.success ? toActivity(parsed.data) : undefined;
  } catch {
    return undefined;
  }
}

/** The Bot Framework wants dates where JSON has texts; everything else we read by schema. */
function toActivity(raw: Record<string, unknown>): Activity | undefined {
  const { timestamp: _timestamp, localTimestamp: _local, expiration: _expiration, ...rest } = raw;
  return isActivity(rest) ? rest : undefined;
}

function isActivity(value: Record<string, unknown>): value is Record<string, unknown> & Activity {
  return typeof value['type'] === 'string';
}
