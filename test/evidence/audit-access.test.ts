import { describe, expect, it } from '@jest/globals';
import { parseAuditAccess, type AuditAccess } from '../../src/evidence/audit-access.js';

const GOOD = `accounts:
  - id: "111122223333"
    role: arn:aws:iam::111122223333:role/s3denied-audit
    externalId: 9f1c7f0e-external
    region: eu-west-1
    organization: true
    trailLogGroup: aws-cloudtrail-logs-111122223333-s3
    allow: { users: [U012ABCDEF], groups: [S0123] }
  - id: "444455556666"
    role: arn:aws:iam::444455556666:role/audit/s3denied-audit
    externalId: another-external-id
    allow:
      users: [U0SOMEONE]
      workspaces: [T0OURS]
`;

function accessOf(text: string): AuditAccess {
  const parsed = parseAuditAccess(text, 'audit.yml');
  if (parsed.outcome === 'problems') throw new Error(parsed.problems.join('\n'));
  return parsed.access;
}

function problemsOf(text: string): readonly string[] {
  const parsed = parseAuditAccess(text, 'audit.yml');
  return parsed.outcome === 'problems' ? parsed.problems : [];
}

function accountWith(lines: string): string {
  return `accounts:\n  - id: "111122223333"\n${lines}`;
}

describe('who may audit which account', () => {
  const access = accessOf(GOOD);
  const ids = (userId: string, groupIds: string[] = [], workspace = 'T0OTHER') =>
    access.accountsFor({ workspace, userId, groupIds }).map(({ account }) => account);

  it('lets a named user audit only the accounts that name them', () => {
    expect(ids('U012ABCDEF')).toEqual(['111122223333']);
    expect(access.mayAudit({ workspace: 'T0OURS', userId: 'U012ABCDEF', groupIds: [] }, '444455556666')).toBe(
      false,
    );
  });

  it('lets the members of a named group audit', () => {
    expect(ids('U0OTHER', ['S0123'])).toEqual(['111122223333']);
  });

  it('lets nobody of another workspace audit, whatever their id there, where the entry names its workspaces', () => {
    expect(ids('U0SOMEONE', [], 'T0OURS')).toEqual(['444455556666']);
    expect(ids('U0SOMEONE', [], 'T0OTHER')).toEqual([]);
  });

  it('lets nobody else audit anything', () => {
    expect(ids('U0OTHER', ['S9999'])).toEqual([]);
    expect(ids('')).toEqual([]);
  });

  it('lets nobody audit anything where no account is configured', () => {
    const nobody = accessOf('accounts: []');
    expect(nobody.accountsFor({ workspace: 'T0OURS', userId: 'U012ABCDEF', groupIds: ['S0123'] })).toEqual(
      [],
    );
  });

  it('hands over role, external id, region and what else the account is, as configured', () => {
    expect(access.accounts[0]).toEqual({
      account: '111122223333',
      roleArn: 'arn:aws:iam::111122223333:role/s3denied-audit',
      externalId: '9f1c7f0e-external',
      region: 'eu-west-1',
      organization: true,
      trailLogGroup: 'aws-cloudtrail-logs-111122223333-s3',
    });
    expect(access.accounts[1]).not.toHaveProperty('organization');
    expect(access.accounts[1]).not.toHaveProperty('trailLogGroup');
    expect(access.groupIds).toEqual(['S0123']);
  });
});

describe('what is wrong with an audit configuration', () => {
  const role = '    role: arn:aws:iam::111122223333:role/s3denied-audit\n';
  const rest = '    externalId: some-id\n    allow: { users: [U1] }\n';
  const cases: readonly { name: string; text: string; says: readonly string[] }[] = [
    {
      name: 'an unknown field',
      text: accountWith(`${role}    regoin: eu-west-1\n${rest}`),
      says: ['`regoin`', 'audit.yml, line 4', 'did you mean `region`?'],
    },
    {
      name: 'an unknown field of allow',
      text: accountWith(`${role}    externalId: some-id\n    allow:\n      user: [U1]\n`),
      says: ['`user`', 'line 6', 'did you mean `users`?'],
    },
    {
      name: 'an unknown field at the top',
      text: 'accounts: []\nzebra: 1\n',
      says: ['`zebra`', 'line 2', 'known are accounts'],
    },
    {
      name: 'a missing external id',
      text: accountWith(`${role}    allow: { users: [U1] }\n`),
      says: ['`accounts[0].externalId`', 'line 2', 'is missing', 'a role without one is not assumed'],
    },
    {
      name: 'an empty external id',
      text: accountWith(`${role}    externalId: ""\n    allow: { users: [U1] }\n`),
      says: ['`accounts[0].externalId`', 'line 4', '2 to 1224'],
    },
    {
      name: 'an unquoted account id with a leading zero',
      text: `accounts:\n  - id: 011122223333\n    role: arn:aws:iam::011122223333:role/a\n${rest}`,
      says: ['`accounts[0].id`', 'line 2', 'leading zero', 'write "011122223333"'],
    },
    {
      name: 'an unquoted account id',
      text: `accounts:\n  - id: 111122223333\n${role}${rest}`,
      says: ['`accounts[0].id`', 'line 2', 'write "111122223333"'],
    },
    {
      name: 'a role of another account',
      text: accountWith(`    role: arn:aws:iam::444455556666:role/a\n${rest}`),
      says: ['`accounts[0].role`', 'line 3', 'a role of account 111122223333'],
    },
    {
      name: 'an ARN of no role',
      text: accountWith(`    role: arn:aws:iam::111122223333:user/Jane\n${rest}`),
      says: ['`accounts[0].role`', 'line 3', 'the ARN of a role'],
    },
    {
      name: 'an account twice',
      text: `${accountWith(role + rest)}  - id: "111122223333"\n${role}${rest}`,
      says: ['`accounts[1].id`', 'line 6', 'each account once'],
    },
    {
      name: 'a wildcard instead of a user',
      text: accountWith(`${role}    externalId: some-id\n    allow: { users: ["*"] }\n`),
      says: ['`accounts[0].allow.users[0]`', 'line 5', 'wildcard'],
    },
    {
      name: 'a wrong region',
      text: accountWith(`${role}${rest}    region: Ireland\n`),
      says: ['`accounts[0].region`', 'line 6', 'eu-west-1'],
    },
    {
      name: 'an organization that is neither true nor false',
      text: accountWith(`${role}${rest}    organization: o-abcdefghij\n`),
      says: ['`accounts[0].organization`', 'line 6', 'needs true or false'],
    },
    {
      name: 'a log group that is none',
      text: accountWith(`${role}${rest}    trailLogGroup: "my logs"\n`),
      says: ['`accounts[0].trailLogGroup`', 'line 6', 'the name or ARN of the CloudWatch Logs group'],
    },
    {
      name: 'a log group of another account',
      text: accountWith(
        `${role}${rest}    trailLogGroup: arn:aws:logs:eu-west-1:444455556666:log-group:trail:*\n`,
      ),
      says: ['`accounts[0].trailLogGroup`', 'line 6', 'a log group of account 111122223333'],
    },
    {
      name: 'a misspelt field that marks the organization',
      text: accountWith(`${role}${rest}    organisation: true\n`),
      says: ['`organisation`', 'line 6', 'did you mean `organization`?'],
    },
    { name: 'no YAML', text: 'accounts: [\n', says: ['audit.yml, line', 'it has to be YAML'] },
    { name: 'a field twice', text: 'accounts: []\naccounts: []\n', says: ['audit.yml, line 2'] },
    {
      name: 'an empty file',
      text: '# nothing yet',
      says: ['audit.yml says nothing; it needs the list `accounts`'],
    },
    { name: 'a list instead of a mapping', text: '- 1\n', says: ['`the file`', 'line 1', 'a mapping'] },
    { name: 'accounts that are no list', text: 'accounts: 5\n', says: ['`accounts`', 'line 1', 'a list'] },
  ];

  it.each(cases)('names $name with its line', ({ text, says }) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    for (const part of says) expect(problems[0]).toContain(part);
    expect(problems[0]).not.toContain('\n');
  });

  it('names every problem, not the first', () => {
    expect(problemsOf('accounts:\n  - id: "1"\n    rol: x\n').length).toBeGreaterThan(2);
  });
});

describe('who may do what besides auditing', () => {
  const rulesOf = (text: string) => accessOf(`accounts: []\n${text}`).rules;

  it('is as without the file where nothing is said', () => {
    expect(rulesOf('')).toEqual({ records: {}, share: { accountIds: true, policies: true } });
  });

  it('is what the file says', () => {
    const text = `start: { channels: [C1] }
answer: { groups: [S0123] }
post: { users: [U1] }
records: { slack: C2 }
share: { accountIds: false }`;
    expect(rulesOf(text)).toEqual({
      start: { users: [], groups: [], channels: ['C1'] },
      answer: { users: [], groups: ['S0123'] },
      post: { users: ['U1'], groups: [] },
      records: { slack: 'C2' },
      share: { accountIds: false, policies: true },
    });
  });

  it.each([
    ['start: { channel: [C1] }', 'unknown field `channel` in audit.yml, line 2; did you mean `channels`?'],
    ['shares: { policies: true }', 'unknown field `shares` in audit.yml, line 2; did you mean `share`?'],
    [
      'answer: { users: ["*"] }',
      expect.stringMatching(/`answer\.users\[0\]` in audit\.yml, line 2: needs a user or group id/),
    ],
    ['share: { policies: maybe }', '`share.policies` in audit.yml, line 2: needs true or false'],
    [
      'records: { slack: "#audits" }',
      expect.stringMatching(/`records\.slack` in audit\.yml, line 2: needs the id of a channel/),
    ],
  ])('says in one line what is wrong with %s', (text, problem) => {
    expect(problemsOf(`accounts: []\n${text}`)).toEqual([problem]);
  });
});
