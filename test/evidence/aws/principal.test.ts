import { describe, expect, it } from '@jest/globals';
import { parseCaller } from '../../../src/evidence/aws/principal.js';

const account = '111122223333';

describe('whom a principal ARN names', () => {
  it.each([
    { principal: `arn:aws:iam::${account}:user/Jane`, is: { kind: 'user', name: 'Jane', account } },
    { principal: `arn:aws:iam::${account}:user/a/b/Jane`, is: { kind: 'user', name: 'Jane' } },
    {
      principal: `arn:aws-cn:iam::${account}:role/app`,
      is: { kind: 'role', name: 'app', partition: 'aws-cn', sessionName: undefined },
    },
    {
      principal: `arn:aws:sts::${account}:assumed-role/app/session@x`,
      is: { kind: 'role', name: 'app', sessionName: 'session@x' },
    },
    {
      principal: `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jane@example.com`,
      is: { kind: 'role', name: 'AWSReservedSSO_Admin_0123456789abcdef' },
    },
    { principal: `arn:aws:sts::${account}:federated-user/bob`, is: { kind: 'federated', account } },
    { principal: `arn:aws:iam::${account}:root`, is: { kind: 'root', account } },
    { principal: account, is: { kind: 'account', account } },
    { principal: 'anonymous', is: { kind: 'withoutIdentity' } },
    { principal: 'logging.s3.amazonaws.com', is: { kind: 'withoutIdentity' } },
    { principal: `arn:aws:iam::${account}:user/*`, is: { kind: 'unreadable' } },
    { principal: `arn:aws:iam::${account}:group/readers`, is: { kind: 'unreadable' } },
    { principal: 'Jane', is: { kind: 'unreadable' } },
  ])('$principal', ({ principal, is }) => {
    expect(parseCaller(principal)).toMatchObject(is);
  });
});
