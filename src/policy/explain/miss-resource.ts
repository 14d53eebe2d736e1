import { parseArn, splitArn } from '../arn.js';
import type { ListElement } from '../document/model.js';
import type { Lookup } from '../text/pattern.js';
import { matchesWildcard } from '../text/wildcard.js';
import { quoteList } from '../text/quote.js';
import { describeBlank, hasBlank, type Miss, OTHER_RESOURCE, SLIP, withoutBlanks } from './miss.js';

function bucketOf(resource: string): string | null {
  const arn = parseArn(resource);
  if (arn === null || arn.service !== 's3' || arn.account !== '') return null;
  const slash = arn.resource.indexOf('/');
  return slash === -1 ? null : resource.slice(0, resource.length - arn.resource.length + slash);
}

/** The bucket where its objects are meant, or the other way round. */
function explainBucket(value: string, resource: string): string | null {
  const bucket = bucketOf(resource);
  if (bucket !== null) {
    const bare = value.endsWith('/') ? value.slice(0, -1) : value;
    return matchesWildcard(bare, bucket)
      ? `Resource \`${value}\` is the bucket; objects need \`${bare}/*\``
      : null;
  }
  const slash = value.indexOf('/');
  if (slash === -1 || !matchesWildcard(value.slice(0, slash), resource)) return null;
  return `Resource \`${value}\` is objects; the bucket itself is \`${value.slice(0, slash)}\``;
}

function explainPartition(value: string, resource: string): string | null {
  const [, partition] = splitArn(resource) ?? [];
  const [prefix, own, ...rest] = splitArn(value) ?? [];
  if (prefix !== 'arn' || partition === undefined || own === partition || own === undefined) return null;
  if (!matchesWildcard(['arn', partition, ...rest].join(':'), resource)) return null;
  if (own === '')
    return `Resource \`${value}\` lacks its partition; write \`${['arn', partition, ...rest].join(':')}\``;
  return `Resource \`${value}\` is in the partition ${own}; the resource is in ${partition}`;
}

/** S3's bucket ARNs hold neither region nor account; other ARNs must hold the right ones. */
function explainPlace(value: string, resource: string): string | null {
  const segments = splitArn(value);
  const [, , , region = '', account = ''] = splitArn(resource) ?? [];
  if (segments === null) return null;
  const [arn = '', partition = '', service = '', ownRegion = '', ownAccount = '', name = ''] = segments;
  if (!matchesWildcard([arn, partition, service, region, account, name].join(':'), resource)) return null;
  if (region === '' && account === '')
    return `Resource \`${value}\` holds a region or account, which bucket ARNs do not`;
  return `Resource \`${value}\` is in ${ownRegion}:${ownAccount}; the resource is in ${region}:${account}`;
}

function explainVariable(value: string, resource: string, variables: boolean, lookup: Lookup): string | null {
  if (!value.includes('${')) return null;
  if (!variables) {
    const guess = matchesWildcard(value.replaceAll(/\$\{[^}]*\}/g, '*'), resource);
    return guess
      ? `\`${value}\` is plain text in Version 2008-10-17; policy variables need 2012-10-17`
      : null;
  }
  const absent = [...value.matchAll(/\$\{\s*([^,}\s]+)\s*\}/g)].map((found) => found[1] ?? '');
  const missing = absent.find((key) => lookup(key.toLowerCase()) === null);
  return missing === undefined ? null : `\`${value}\` needs ${missing}, which the request does not have`;
}

function explainForm(value: string, resource: string): string | null {
  if (hasBlank(value) && matchesWildcard(withoutBlanks(value), resource))
    return `the ARN has a space: ${describeBlank(value)}`;
  if (matchesWildcard(value.toLowerCase(), resource.toLowerCase())) {
    return `Resource \`${value}\` differs from the request's in upper and lower case only`;
  }
  if (!value.startsWith('arn:') && matchesWildcard(`arn:*:*:*:*:${value}`, resource)) {
    return `Resource \`${value}\` is no ARN; write \`${resource.slice(0, resource.lastIndexOf(':') + 1)}${value}\``;
  }
  return null;
}

/** Why a Resource or NotResource element leaves the request's resource out. */
export function missResource(
  element: ListElement,
  resource: string,
  variables: boolean,
  lookup: Lookup,
): Miss {
  if (element.negated) {
    const because = `NotResource ${quoteList(element.values)} excludes ${resource}`;
    return { element: 'Resource', because, distance: OTHER_RESOURCE };
  }
  for (const value of element.values) {
    const because =
      explainBucket(value, resource) ??
      explainForm(value, resource) ??
      explainPartition(value, resource) ??
      explainPlace(value, resource) ??
      explainVariable(value, resource, variables, lookup);
    if (because !== null) return { element: 'Resource', because, distance: SLIP };
  }
  const because = `Resource lists ${quoteList(element.values)}, not ${resource}`;
  return { element: 'Resource', because, distance: OTHER_RESOURCE };
}
