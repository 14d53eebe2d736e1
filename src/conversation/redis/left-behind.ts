import type { Logger } from '../ports.js';
import { type Claims, effectRef } from './claims.js';
import type { StreamEntry } from './entries.js';
import { RecentIds } from './recent-ids.js';

/** An effect that nobody could do for so long is dropped by the next who looks: by then, no deploy is under way. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
const REMEMBERED = 1_000;

/** What this process cannot do, and others may: it is put back for them, and not taken again. */
export class LeftBehind {
  readonly #claims: Claims;
  readonly #logger: Logger;
  readonly #ids = new RecentIds(REMEMBERED);

  constructor(claims: Claims, logger: Logger) {
    this.#claims = claims;
    this.#logger = logger;
  }

  all(): readonly string[] {
    return this.#ids.all();
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** `begun`: a part of it may have been done. Where Redis is away, others take it when it has been idle for long enough. */
  async leave(id: string, investigationId: string, begun: boolean): Promise<void> {
    this.#ids.add(id);
    if (isOld(id)) {
      this.#logger.error({ effectId: id, investigationId }, 'nobody could do this effect for a day; dropped');
      await this.#claims.drop(id, investigationId).catch(() => {});
    } else await this.#claims.leave(id, investigationId, begun).catch(() => {});
  }

  leaveUnread(id: string, { investigationId, begun, deliveries }: StreamEntry): void {
    this.#logger.warn(
      { effectId: id, investigationId },
      'unreadable effect; left for a release that can read it',
    );
    void this.leave(id, investigationId, begun || deliveries > 1);
  }
}

/** An entry's id begins with the time at which Redis took it. */
function isOld(id: string): boolean {
  return Date.now() - Number.parseInt(effectRef(id).entry, 10) > GIVE_UP_AFTER_MS;
}
