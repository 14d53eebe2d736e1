/** Who and what is in the sandbox's workspace. Ids look like Slack's, because the bot may check them. */

export const TEAM = { id: 'T0SANDBOX1', domain: 'sandbox', name: 'Sandbox' } as const;

export const APP = {
  appId: 'A0S3DENIED',
  userId: 'U0S3DENIED',
  botId: 'B0S3DENIED',
  name: 's3denied',
  realName: 'S3 Denied',
} as const;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
}

export const DANA: Person = { id: 'U0DANA0001', name: 'dana', realName: 'Dana', title: 'Cloud support' };
export const SAM: Person = { id: 'U0SAM00002', name: 'sam', realName: 'Sam', title: 'Data engineer' };
export const PEOPLE: readonly Person[] = [DANA, SAM];

/** The user group of those who may have AWS configuration read. */
export const AUDITORS = { id: 'S0AUDITORS', handle: 'cloud-auditors', users: [DANA.id] } as const;

/** What the app's manifest declares, as far as a person meets it; a test compares them. */
export const COMMANDS = [
  {
    command: '/s3denied',
    description: 'Find out why Amazon S3 denied a request',
    usage:
      '[error text | s3://bucket/key] [principal ARN] [operation] | grant [s3://bucket/key] [principal ARN]',
  },
] as const;

export const SHORTCUTS = {
  global: { callbackId: 'diagnose_s3_denial', name: 'Diagnose an S3 denial' },
  message: { callbackId: 'diagnose_message', name: 'Diagnose this S3 error' },
} as const;

export const CHANNELS = {
  cloudHelp: 'C0CLOUDHLP',
  support: 'C0SUPPORT1',
  dataEngineering: 'C0DATAENG1',
} as const;
