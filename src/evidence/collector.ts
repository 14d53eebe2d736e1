import type { Snapshot } from './snapshot.js';

/** One account that may be audited, and through which read-only role. From AUDIT_CONFIG. */
export interface AuditAccount {
  readonly account: string;
  readonly roleArn: string;
  readonly externalId: string;
  readonly region?: string;
  /** This account is the organization's management account or a delegated administrator of its policies. */
  readonly organization?: boolean;
  /** The CloudWatch Logs group to which a trail with S3 data events delivers: where denied events are looked for. */
  readonly trailLogGroup?: string;
}

export interface CollectionRequest {
  readonly investigationId: string;
  /** The accounts that the person who asked may audit; nothing else may be read. */
  readonly accounts: readonly AuditAccount[];
  readonly bucket?: string;
  readonly key?: string;
  /** Whom to read: user, role or assumed-role ARN; an account id or `anonymous` reads no identity. */
  readonly principal?: string;
  /** S3 operation, e.g. `GetObject`. */
  readonly operation?: string;
  readonly versionId?: string;
  readonly accessPointArn?: string;
  /** The VPC endpoint through which the request came, where that is known. */
  readonly vpcEndpointId?: string;
  /** S3's request id from the error text: how the denied event is found. */
  readonly requestId?: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CollectionProgress) => void;
}

export interface CollectionProgress {
  readonly done: number;
  readonly total: number;
  /** What is being read, in words: "bucket policy". */
  readonly reading: string;
}

/** One call that was made, for the audit record: never its answer. */
export interface AuditCall {
  readonly account: string;
  readonly roleArn: string;
  /** `s3:GetBucketPolicy` */
  readonly call: string;
  readonly outcome: 'ok' | 'denied' | 'failed' | 'timeout';
}

export interface CollectedEvidence {
  /** What could not be read is missing, and named in `unavailable` with the reason and the missing permission. */
  readonly snapshot: Snapshot;
  readonly calls: readonly AuditCall[];
}

/** Reads the real configuration. Never throws for what AWS answers: a failure is an unknown with a reason. */
export interface EvidenceCollector {
  collect(request: CollectionRequest): Promise<CollectedEvidence>;
}
