import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAuditAccess } from '../../src/evidence/audit-access.js';
import { KNOWN_FIELDS } from '../../src/evidence/audit-config-schema.js';
import { READS } from '../../src/evidence/aws/reads/index.js';
import {
  ACCOUNT_KINDS,
  actionsOf,
  DUTIES_OF_ACCOUNT,
  NEVER_READ_DATA,
} from '../../src/evidence/read-info.js';

const text = readFileSync(new URL('../../docs/audit-role.md', import.meta.url), 'utf8');

/** One row for each permission: in which accounts, and what for. */
function tableOfReads(): string {
  const rows = actionsOf(READS).map((action) => {
    const reads = READS.filter(({ iamAction }) => iamAction === action);
    const kinds = ACCOUNT_KINDS.filter((kind) =>
      reads.some(({ duty }) => DUTIES_OF_ACCOUNT[kind].includes(duty)),
    );
    return `| \`${action}\` | ${kinds.join(', ')} | ${reads.map(({ purpose }) => purpose).join(' ')} |`;
  });
  return ['| permission | account | what for |', '|---|---|---|', ...rows].join('\n');
}

describe('docs/audit-role.md', () => {
  it('has the table of the code', () => {
    const table = text.split('\n').filter((line) => line.startsWith('|'));
    expect(table.join('\n')).toBe(tableOfReads());
  });

  it('shows every field of an account in AUDIT_CONFIG', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    for (const field of KNOWN_FIELDS.account) expect(example).toMatch(new RegExp(`\\b${field}:`));
  });

  it('has an example of AUDIT_CONFIG that is right', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    expect(parseAuditAccess(example, 'audit.yaml').outcome).toBe('ok');
  });

  it('names everything that is denied', () => {
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      NEVER_READ_DATA.map((action) => `\`${action}\``).join(', '),
    );
  });
});
