import { describe, expect, test } from '@jest/globals';
import { aclAllows } from '../../src/s3/index.js';

const OWNER = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const user = (id: string, permission: string) => ({
  Grantee: { Type: 'CanonicalUser', ID: id },
  Permission: permission,
});
const group = (name: string, permission: string) => ({
  Grantee: { Type: 'Group', URI: `http://acs.amazonaws.com/groups/${name}` },
  Permission: permission,
});
const acl = (...grants: object[]) => ({ Owner: { ID: OWNER }, Grants: grants });

describe('aclAllows', () => {
  test.each([
    ['the grantee', acl(user(OTHER, 'READ')), { canonicalId: OTHER, authenticated: true }, 'yes'],
    ['full control', acl(user(OTHER, 'FULL_CONTROL')), { canonicalId: OTHER, authenticated: true }, 'yes'],
    ['another permission', acl(user(OTHER, 'WRITE')), { canonicalId: OTHER, authenticated: true }, 'no'],
    ['somebody else', acl(user(OWNER, 'FULL_CONTROL')), { canonicalId: OTHER, authenticated: true }, 'no'],
    ['a caller whose id is not known', acl(user(OWNER, 'FULL_CONTROL')), { authenticated: true }, 'unknown'],
    ['an anonymous caller', acl(user(OWNER, 'FULL_CONTROL')), { authenticated: false }, 'no'],
    ['everyone', acl(group('global/AllUsers', 'READ')), { authenticated: false }, 'yes'],
    [
      'all users with an account',
      acl(group('global/AuthenticatedUsers', 'READ')),
      { authenticated: true },
      'yes',
    ],
    [
      'all users with an account, anonymous',
      acl(group('global/AuthenticatedUsers', 'READ')),
      { authenticated: false },
      'no',
    ],
    ['all users with an account, not known', acl(group('global/AuthenticatedUsers', 'READ')), {}, 'unknown'],
    ['log delivery', acl(group('s3/LogDelivery', 'READ')), { authenticated: true }, 'no'],
    ['a yes beside an unknown', acl(user(OWNER, 'READ'), group('global/AllUsers', 'READ')), {}, 'yes'],
    ['no grants', acl(), { authenticated: true }, 'no'],
    [
      'a grantee by mail',
      acl({ Grantee: { Type: 'AmazonCustomerByEmail', EmailAddress: 'x@example.com' }, Permission: 'READ' }),
      { canonicalId: OTHER, authenticated: true },
      'unknown',
    ],
    ['no ACL that can be read', { Grants: 'x' }, { authenticated: true }, 'unknown'],
  ])('%s', (_, document, caller, expected) => {
    expect(aclAllows(document, caller, 'READ')).toBe(expected);
  });
});
