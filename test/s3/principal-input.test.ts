import { describe, expect, test } from '@jest/globals';
import { parsePrincipalInput } from '../../src/s3/index.js';

const IAM = 'arn:aws:iam::111122223333:';
const STS = 'arn:aws:sts::111122223333:';
const identity = (arn: string) => ({ UserId: 'AROAEXAMPLEID12345678:ci', Account: '111122223333', Arn: arn });

describe('parsePrincipalInput takes', () => {
  test.each([
    [`${IAM}user/Jane`, 'user'],
    [`${IAM}user/division/Jane`, 'user'],
    [`${IAM}role/service-role/reader`, 'role'],
    [`${STS}assumed-role/reader/jane@example.com`, 'assumed-role'],
    [`${STS}federated-user/Bob`, 'federated-user'],
    [`${IAM}root`, 'root'],
    ['arn:aws-cn:iam::111122223333:user/Jane', 'user'],
  ])('%s', (arn, kind) => {
    expect(parsePrincipalInput(arn)).toEqual({ ok: true, principal: arn, kind, account: '111122223333' });
    expect(parsePrincipalInput(`  "${arn}"\n`)).toMatchObject({ ok: true, principal: arn });
  });

  test('a 12-digit account id, also with hyphens', () => {
    const account = { ok: true, principal: '111122223333', kind: 'account', account: '111122223333' };
    expect(parsePrincipalInput('111122223333')).toEqual(account);
    expect(parsePrincipalInput('1111-2222-3333')).toEqual(account);
  });

  test('anonymous', () => {
    expect(parsePrincipalInput('Anonymous')).toEqual({ ok: true, principal: 'anonymous', kind: 'anonymous' });
  });

  test.each([
    ['JSON', JSON.stringify(identity(`${STS}assumed-role/reader/ci`), undefined, 4)],
    ['YAML', `Account: '111122223333'\nArn: ${STS}assumed-role/reader/ci\nUserId: AROAEXAMPLE:ci`],
    ['text', `111122223333\t${STS}assumed-role/reader/ci\tAROAEXAMPLE:ci`],
  ])('what get-caller-identity printed as %s', (_, text) => {
    expect(parsePrincipalInput(text)).toMatchObject({ ok: true, principal: `${STS}assumed-role/reader/ci` });
  });
});

describe('parsePrincipalInput says what would be right', () => {
  test.each([
    ['', 'the principal is empty'],
    ['AKIAIOSFODNN7EXAMPLE', 'that is an access key id'],
    ['AROAEXAMPLEID12345678', 'that is a unique id'],
    [`${IAM}group/admins`, 'that is a group'],
    [`${IAM}policy/Reader`, 'that is a policy'],
    [`${IAM}instance-profile/web`, 'that is an instance profile'],
    [`${STS}assumed-role/reader`, 'that is an assumed role without its session name'],
    ['arn:aws:s3:::amzn-s3-demo-bucket', 'that is an S3 ARN'],
    ['Jane', '`Jane` is no principal'],
    ['11112222333', 'is no principal'],
  ])('%s', (text, problem) => {
    const result = parsePrincipalInput(text);
    expect(result.ok ? '' : result.problem).toContain(problem);
    expect(result.ok ? '' : result.problem).toContain('aws sts get-caller-identity');
  });

  test('and never repeats an access key', () => {
    const result = parsePrincipalInput('AKIAIOSFODNN7EXAMPLE');
    expect(JSON.stringify(result)).not.toContain('AKIA');
  });
});
