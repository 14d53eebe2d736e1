import { readFile } from 'node:fs/promises';
import type { Config } from './config.js';
import { InputError, messageOf } from './errors.js';
import { type AuditAccess, parseAuditAccess } from './evidence/audit-access.js';
import type { AwsCollectorOptions } from './evidence/aws/collector.js';
import type { EvidenceCollector } from './evidence/collector.js';

/** What reads the real configuration, and who may have which account read. */
export interface OpenAudit {
  readonly collector: EvidenceCollector;
  readonly access: AuditAccess;
}

/** Opens what the `AUDIT_CONFIG` file configures; `hears` is told of every call. Throws `InputError` with one line where it cannot. */
export async function openAudit(
  config: Config,
  file: string,
  hears: Pick<AwsCollectorOptions, 'logger' | 'onCall'> = {},
): Promise<OpenAudit> {
  const parsed = parseAuditAccess(await readAuditConfig(file), file);
  if (parsed.outcome === 'problems') throw new InputError(`AUDIT_CONFIG: ${parsed.problems[0] ?? file}`);
  const { createAwsCollector } = await import('./evidence/aws/collector.js');
  const region = config.awsRegion === undefined ? {} : { region: config.awsRegion };
  return {
    collector: createAwsCollector({ ...region, ...hears, customEndpoint: config.awsCustomEndpoint }),
    access: parsed.access,
  };
}

async function readAuditConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`AUDIT_CONFIG is "${file}": it cannot be read (${messageOf(error)})`);
  }
}
