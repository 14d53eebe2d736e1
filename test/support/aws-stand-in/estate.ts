/** What the stand-in answers from: the accounts of an estate as plain data. What is left out is not configured. */
export interface StandInEstate {
  /** By account id. */
  readonly accounts: Readonly<Record<string, StandInAccount>>;
  readonly organization?: StandInOrganization;
}

/** One organization that all the accounts are in. */
export interface StandInOrganization {
  readonly id: string;
  readonly managementAccount: string;
  readonly rootId: string;
  /** Which types of policy are switched on. */
  readonly policyTypes: readonly StandInControlPolicy['type'][];
  /** Of each account and unit: the id of the unit or root above it. */
  readonly parents: Readonly<Record<string, string>>;
  readonly policies: Readonly<Record<string, StandInControlPolicy>>;
  /** The organization's own Block Public Access for all its accounts. */
  readonly blockPublicAccess?: 'all' | 'none';
}

export interface StandInControlPolicy {
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  readonly document: PolicyText;
  /** Ids of accounts, units and the root. */
  readonly attachedTo: readonly string[];
}

export type PolicyText = object;

export interface StandInAccount {
  readonly canonicalId: string;
  readonly publicAccessBlock?: Readonly<Record<string, boolean>>;
  readonly buckets?: Readonly<Record<string, StandInBucket>>;
  readonly users?: Readonly<Record<string, StandInUser>>;
  readonly roles?: Readonly<Record<string, StandInPrincipal>>;
  readonly groups?: Readonly<Record<string, StandInHolder>>;
  /** Managed policies by ARN. */
  readonly policies?: Readonly<Record<string, PolicyText>>;
  /** By key id. */
  readonly keys?: Readonly<Record<string, StandInKey>>;
  /** By name. */
  readonly accessPoints?: Readonly<Record<string, StandInAccessPoint>>;
  /** Policies of VPC endpoints, by endpoint id. */
  readonly vpcEndpoints?: Readonly<Record<string, PolicyText>>;
  /** CloudTrail's events as it writes them: of sessions, in the event history. */
  readonly signIns?: readonly object[];
  /** The same of S3, in CloudWatch Logs, by log group. */
  readonly logGroups?: Readonly<Record<string, readonly object[]>>;
}

export interface StandInHolder {
  readonly inline?: Readonly<Record<string, PolicyText>>;
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
}

export interface StandInPrincipal extends StandInHolder {
  /** Ends in a slash. Default `/`. */
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly boundary?: string;
}

export interface StandInUser extends StandInPrincipal {
  readonly groups?: readonly string[];
}

export interface StandInBucket {
  readonly region: string;
  readonly policy?: PolicyText;
  readonly publicAccessBlock?: Readonly<Record<string, boolean>>;
  readonly ownership?: string;
  readonly payer?: 'Requester';
  readonly encryption?: {
    readonly algorithm: string;
    readonly kmsKeyId?: string;
    readonly bucketKeyEnabled?: boolean;
  };
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly objectLock?: { readonly Mode: string; readonly Days: number };
  readonly indexDocument?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly abac?: boolean;
  /** The one version of each, by key. */
  readonly objects?: Readonly<Record<string, string>>;
}

export interface StandInAccessPoint {
  readonly region: string;
  readonly bucket: string;
  readonly bucketAccount: string;
  readonly alias: string;
  readonly policy?: PolicyText;
  readonly vpcId?: string;
}

export interface StandInKey {
  readonly region: string;
  readonly policy: PolicyText;
  readonly state?: string;
  readonly manager?: 'AWS';
  /** `alias/app` */
  readonly alias?: string;
  readonly grants?: readonly object[];
}
