import { s3ResourceKind } from '../action/s3-actions.js';
import { splitArn } from '../arn.js';
import type { Lint } from '../document/model.js';
import { describeBlank, hasBlank } from '../explain/miss.js';
import { elementPath, type LintSubject } from './lint.js';

function lintForm(value: string, path: string): Lint | null {
  if (value === '*' || value.startsWith('${')) return null;
  if (hasBlank(value) && value.startsWith('arn:')) {
    // Blanks are part of an object's key, and nowhere else.
    const slash = value.indexOf('/');
    if (/\s/.test(slash === -1 ? value : value.slice(0, slash)) || value !== value.trim()) {
      return { path, code: 'blank', message: `the ARN has a space: ${describeBlank(value)}` };
    }
  }
  const segments = splitArn(value);
  if (segments === null || segments[0] !== 'arn') {
    if (value.startsWith('arn:*') || value.startsWith('arn:aws*')) return null;
    return { path, code: 'not-an-arn', message: `\`${value}\` is no ARN, so it matches nothing` };
  }
  const [, partition = '', service = '', region = '', account = '', name = ''] = segments;
  if (partition === '') {
    return {
      path,
      code: 'missing-partition',
      message: `\`${value}\` lacks its partition: aws, aws-cn, aws-us-gov, …`,
    };
  }
  const isBucket = service === 's3' && !/^(accesspoint|storage-lens|job|access-grants|\*)/.test(name);
  if (isBucket && (region !== '' || account !== '') && !/\*/.test(region + account)) {
    const message = `\`${value}\` holds a region or account, which the ARNs of buckets and objects do not`;
    return { path, code: 'bucket-arn-place', message };
  }
  return null;
}

/** The kind of S3 resource that a Resource value can only be; `null`: either, or not S3. */
function kindOfResource(value: string): 'bucket' | 'object' | null {
  const [, , service, , account, name] = splitArn(value) ?? [];
  if (service !== 's3' || account !== '' || name === undefined) return null;
  if (name.includes('/')) return 'object';
  return /[*?$]/.test(name) ? null : 'bucket';
}

/** Bucket actions on objects and object actions on buckets: such a pair never matches. */
function lintKinds(subject: LintSubject): Lint[] {
  const { action, resource } = subject.statement;
  if (resource === null || action.negated || resource.negated) return [];
  const kinds = new Set(resource.values.map(kindOfResource));
  const [only] = kinds;
  if (kinds.size !== 1 || only === null || only === undefined) return [];
  const path = elementPath(subject, 'Action', false);
  return action.values.flatMap((value): Lint[] => {
    const kind = s3ResourceKind(value);
    if (kind === null || kind === only) return [];
    if (kind === 'bucket') {
      const message = `\`${value}\` is about buckets, and every Resource is objects; it needs the bucket's ARN`;
      return [{ path, code: 'bucket-action-on-object', message }];
    }
    const message = `\`${value}\` is about objects, and every Resource is a bucket; it needs \`…/*\``;
    return [{ path, code: 'object-action-on-bucket', message }];
  });
}

/** Resources that match nothing, or nothing that the actions are about. */
export function lintResources(subject: LintSubject): Lint[] {
  const { resource } = subject.statement;
  if (resource === null) return [];
  const path = elementPath(subject, 'Resource', resource.negated);
  const forms = resource.values.map((value) => lintForm(value, path)).filter((lint) => lint !== null);
  return [...forms, ...lintKinds(subject)];
}

/** Policy variables in a document of 2008, which takes them as text. */
export function lintVariables(subject: LintSubject): Lint[] {
  if (subject.variables) return [];
  const { resource, conditions } = subject.statement;
  const values = [...(resource?.values ?? []), ...conditions.flatMap((one) => one.values)];
  return values
    .filter((value) => /\$\{[^}]+\}/.test(value))
    .map((value) => ({
      path: subject.path,
      code: 'variable-in-2008',
      message: `\`${value}\` is plain text in Version 2008-10-17; policy variables need "Version": "2012-10-17"`,
    }));
}
