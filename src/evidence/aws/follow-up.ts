import type { AuditAccount } from '../collector.js';

/** What else can be read as soon as it is known where the bucket and its key are. */
export interface FollowUp {
  /** Left out: nothing told the region. */
  bucketFound(account: AuditAccount, region: string | undefined): Promise<void>;
  keyFound(account: string): Promise<void>;
}
