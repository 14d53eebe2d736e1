import { describe, expect, it } from '@jest/globals';
import {
  evidenceOf,
  fieldsOf,
  intakeFromText,
  readIntake,
  type IntakeFields,
} from '../../src/conversation/index.js';
import type { InvestigationDetails } from '../../src/conversation/investigation.js';

const JANE = 'arn:aws:iam::111122223333:user/Jane';
const DENIED =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/Jane is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::amzn-s3-demo-bucket/report.csv" because no identity-based policy allows the s3:GetObject action';
const PRESIGNED =
  'https://amzn-s3-demo-bucket.s3.eu-west-1.amazonaws.com/a%20b.csv?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261121&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024';

function read(fields: IntakeFields): InvestigationDetails {
  const outcome = readIntake(fields);
  if (outcome.outcome === 'invalid') throw new Error(JSON.stringify(outcome.errors));
  return outcome.details;
}

describe('reading the intake', () => {
  it.each<[IntakeFields, Partial<InvestigationDetails>]>([
    [
      { resource: 's3://amzn-s3-demo-bucket/a/b c.csv' },
      { bucket: 'amzn-s3-demo-bucket', key: 'a/b c.csv', audit: false },
    ],
    [
      { resource: 'amzn-s3-demo-bucket', operation: 'get-object' },
      { bucket: 'amzn-s3-demo-bucket', operation: 'GetObject' },
    ],
    [{ resource: ' amzn-s3-demo-bucket ', principal: '1111-2222-3333' }, { principal: '111122223333' }],
    [
      { error_text: '403', network: 'vpc_endpoint', audit: true },
      { errorText: '403', network: 'vpc_endpoint', audit: true },
    ],
    [{ resource: PRESIGNED }, { bucket: 'amzn-s3-demo-bucket', key: 'a b.csv', region: 'eu-west-1' }],
    [
      { resource: 'amzn-s3-demo-bucket', error_text: '', principal: ' ', operation: '' },
      { bucket: 'amzn-s3-demo-bucket' },
    ],
  ])('%j', (fields, details) => {
    expect(read(fields)).toMatchObject(details);
  });

  it.each<[IntakeFields, keyof IntakeFields, RegExp]>([
    [{}, 'error_text', /one of the two is needed/],
    [{ error_text: '  ', audit: true }, 'error_text', /one of the two is needed/],
    [{ resource: 'S3://Not_A_Bucket!/x' }, 'resource', /\S/],
    [{ error_text: 'x', principal: 'arn:aws:iam::1234:user/Jane' }, 'principal', /12-digit account id/],
    [{ error_text: 'x', operation: 'GetObjct' }, 'operation', /did you mean GetObject\?/],
    [{ error_text: 'x', operation: 'aws s3 cp' }, 'operation', /which one was it\?/],
    [{ error_text: 'x', network: 'wifi' }, 'network', /internet, vpc_endpoint, unsure/],
  ])('%j is wrong in %s', (fields, field, message) => {
    const outcome = readIntake(fields);
    expect(outcome).toEqual({ outcome: 'invalid', errors: { [field]: expect.stringMatching(message) } });
    expect(outcome.outcome === 'invalid' ? outcome.errors[field] : '').toMatch(/^[A-Z`][^\n]{5,250}$/);
  });

  it('names every field that is wrong at once', () => {
    const outcome = readIntake({ principal: 'nobody you know', operation: 'Dance' });
    expect(outcome).toMatchObject({
      outcome: 'invalid',
      errors: { error_text: expect.anything(), principal: expect.anything(), operation: expect.anything() },
    });
  });

  it('keeps no secret', () => {
    const pasted = `Access Denied ${PRESIGNED} aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`;
    const kept = JSON.stringify(read({ error_text: pasted, resource: PRESIGNED }));
    for (const secret of ['fe5f80f7', 'wJalrXUtnFEMI', 'X-Amz-Credential=AKIA'])
      expect(kept).not.toContain(secret);
  });

  it.each<[IntakeFields]>([
    [{ error_text: DENIED, audit: true }],
    [
      {
        resource: 's3://amzn-s3-demo-bucket/a/b ü%20.csv',
        principal: JANE,
        operation: 'PutObject',
        network: 'internet',
      },
    ],
    [{ resource: PRESIGNED, operation: 'GetObject' }],
    [{ resource: 'https://amzn-s3-demo-bucket.s3.amazonaws.com/k%3F?versionId=v1' }],
    [{ resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/k/1' }],
    [{ resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' }],
  ])('%j reads the same again after an edit that changes nothing', (fields) => {
    const details = read(fields);
    expect(read(fieldsOf(details))).toEqual(details);
  });
});

describe('reading free text', () => {
  it.each<[string, IntakeFields, 'starts' | 'asks']>([
    ['', {}, 'asks'],
    ['s3://amzn-s3-demo-bucket/k', { resource: 's3://amzn-s3-demo-bucket/k' }, 'asks'],
    [
      `s3://amzn-s3-demo-bucket/k ${JANE} GetObject`,
      { resource: 's3://amzn-s3-demo-bucket/k', principal: JANE, operation: 'GetObject' },
      'starts',
    ],
    [
      's3://amzn-s3-demo-bucket/k put-object',
      { resource: 's3://amzn-s3-demo-bucket/k', operation: 'PutObject' },
      'starts',
    ],
    [DENIED, { error_text: DENIED }, 'starts'],
    [`${DENIED} anonymous`, { error_text: DENIED, principal: 'anonymous' }, 'starts'],
    ['Access Denied', { error_text: 'Access Denied' }, 'asks'],
    [
      'why do I get 403 on s3://amzn-s3-demo-bucket/k ?',
      {
        error_text: 'why do I get 403 on s3://amzn-s3-demo-bucket/k ?',
        resource: 's3://amzn-s3-demo-bucket/k',
      },
      'asks',
    ],
    ['hello there', { error_text: 'hello there' }, 'asks'],
  ])('%s', (text, fields, way) => {
    const intake = intakeFromText(text);
    // Where the error text itself names the bucket, the field may be left empty.
    const { resource, ...others } = intake.fields;
    const { resource: wanted, ...rest } = fields;
    expect(others).toEqual(rest);
    expect([wanted, undefined]).toContain(resource);
    expect(intake.details === undefined ? 'asks' : 'starts').toBe(way);
  });

  it.each([
    ['grant', {}],
    ['Grant s3://amzn-s3-demo-bucket/reports/', { bucket: 'amzn-s3-demo-bucket', key: 'reports/' }],
    [
      'grant s3://amzn-s3-demo-bucket arn:aws:iam::111122223333:role/app',
      { bucket: 'amzn-s3-demo-bucket', principal: 'arn:aws:iam::111122223333:role/app' },
    ],
  ])('starts the wizard that lets somebody in: %s', (text, details) => {
    expect(intakeFromText(text).details).toEqual({ ...details, flow: 'grant-cross-account', audit: true });
  });

  it('takes no word that only begins so for the wizard', () => {
    expect(intakeFromText('granted access to s3://amzn-s3-demo-bucket/k GetObject').details).toMatchObject({
      operation: 'GetObject',
    });
  });

  it('wants AWS read where that is allowed: a command has no checkbox', () => {
    expect(intakeFromText(DENIED).details?.audit).toBe(true);
  });

  it('keeps no signature', () => {
    const { fields, details } = intakeFromText(`${PRESIGNED} GetObject`);
    expect(JSON.stringify([fields, details])).not.toContain('fe5f80f7');
    expect(details).toMatchObject({ bucket: 'amzn-s3-demo-bucket', key: 'a b.csv', operation: 'GetObject' });
  });

  it('costs linear time on a megabyte', () => {
    const since = Date.now();
    intakeFromText('s3://a '.repeat(20_000));
    intakeFromText('GetObject '.repeat(20_000));
    expect(Date.now() - since).toBeLessThan(3_000);
  });
});

const evidence = (details: Partial<InvestigationDetails>) =>
  evidenceOf({ details: { audit: false, ...details } });

describe('the evidence of an investigation', () => {
  it('knows that a presigned URL was signed in itself, and forgets the signature', () => {
    const details = read({ resource: PRESIGNED });
    expect(evidenceOf({ details }).request.context).toEqual({ 's3:authType': ['REST-QUERY-STRING'] });
    expect(JSON.stringify(details)).not.toContain('fe5f80f7');
    expect(read(fieldsOf(details))).toEqual(details);
  });

  it('knows that a website endpoint is asked by nobody in particular', () => {
    const resource = 'http://amzn-s3-demo-bucket.s3-website.eu-west-1.amazonaws.com/a.html';
    const details = read({ resource });
    expect(evidenceOf({ details }).request.principal).toBe('anonymous');
    expect(read(fieldsOf(details))).toEqual(details);
  });

  it('takes what was said over what the error text says, and the rest from there', () => {
    const { request, error } = evidence({ errorText: DENIED, key: 'other.csv' });
    expect(request).toMatchObject({
      operation: 'GetObject',
      bucket: 'amzn-s3-demo-bucket',
      key: 'other.csv',
      principal: JANE,
    });
    expect(error?.errorCode).toBe('AccessDenied');
  });

  it('takes whom S3 saw as who called, and whom the person meant as the intended caller', () => {
    const meant = 'arn:aws:iam::111122223333:role/App';
    const { request, snapshot } = evidence({ errorText: DENIED, principal: meant });
    expect(request.principal).toBe(JANE);
    expect(snapshot.caller?.arn).toBe(meant);
    expect(evidence({ errorText: DENIED, principal: JANE }).snapshot.caller).toBeUndefined();
  });

  it('says what the way of the request rules out', () => {
    const internet = evidence({ bucket: 'b', network: 'internet' });
    expect(internet.request.context['aws:SourceVpce']).toBeNull();
    expect(internet.snapshot.vpcEndpoint).toBeNull();
    const endpoint = evidence({ bucket: 'b', network: 'vpc_endpoint' });
    expect(endpoint.request.context).toEqual({ 'aws:SourceIp': null });
    expect(endpoint.snapshot.vpcEndpoint).toBeUndefined();
    expect(evidence({ bucket: 'b', network: 'unsure' }).request.context).toEqual({});
  });
});
