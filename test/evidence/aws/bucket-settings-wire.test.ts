import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import * as s3 from '@aws-sdk/client-s3';
import type { CollectedEvidence } from '../../../src/evidence/collector.js';
import { collectOverWire, reasonsFor, unread } from '../../support/collect-over-wire.js';
import { xml } from '../../support/moto-answers.js';
import type { WireCall } from '../../support/moto-calls.js';
import { BUCKET_ACCOUNT, startAws, type FakeAws } from '../../support/moto-aws.js';
import { describeWithPeer } from '../../support/peers.js';

const LOCKED = 'amzn-s3-demo-locked';
/** Object Lock is on, but nothing is retained by default; the objects are here. */
const LOCKABLE = 'amzn-s3-demo-lockable';
const KEY = 'reports/q1.csv';
const UNTIL = new Date('2031-01-02T03:04:05.000Z');

interface Versions {
  /** Tagged, retained and under legal hold. */
  readonly first: string;
  readonly current: string;
  /** Of another key, which was deleted. */
  readonly marker: string;
}

const CONFIGURATION = { LocationConstraint: 'eu-west-1' } as const;

async function buildLockedBuckets(client: s3.S3Client): Promise<Versions> {
  const Bucket = LOCKED;
  const lockable = { CreateBucketConfiguration: CONFIGURATION, ObjectLockEnabledForBucket: true };
  await client.send(new s3.CreateBucketCommand({ Bucket: LOCKABLE, ...lockable }));
  await client.send(new s3.CreateBucketCommand({ Bucket, ...lockable }));
  await client.send(
    new s3.PutBucketWebsiteCommand({
      Bucket,
      WebsiteConfiguration: { IndexDocument: { Suffix: 'index.html' } },
    }),
  );
  const TagSet = [{ Key: 'team', Value: 'blue' }];
  await client.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  await client.send(new s3.PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Enabled' } }));
  const DefaultRetention = { Mode: 'COMPLIANCE', Days: 30 } as const;
  await client.send(
    new s3.PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
    }),
  );
  return putVersions(client);
}

async function putVersions(client: s3.S3Client): Promise<Versions> {
  const object = { Bucket: LOCKABLE, Key: KEY };
  const first = (await client.send(new s3.PutObjectCommand({ ...object, Body: '1' }))).VersionId ?? '';
  const version = { ...object, VersionId: first };
  const TagSet = [{ Key: 'secret', Value: 'no' }];
  await client.send(new s3.PutObjectTaggingCommand({ ...version, Tagging: { TagSet } }));
  const Retention = { Mode: 'GOVERNANCE', RetainUntilDate: UNTIL } as const;
  await client.send(new s3.PutObjectRetentionCommand({ ...version, Retention }));
  await client.send(new s3.PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: 'ON' } }));
  const current = (await client.send(new s3.PutObjectCommand({ ...object, Body: '2' }))).VersionId ?? '';
  const deleted = { Bucket: LOCKABLE, Key: 'deleted' };
  await client.send(new s3.PutObjectCommand({ ...deleted, Body: '3' }));
  const marker = (await client.send(new s3.DeleteObjectCommand(deleted))).VersionId ?? '';
  return { first, current, marker };
}

function unreadOfObject(result: CollectedEvidence) {
  return unread(result).filter(({ field }) => field.startsWith('object.'));
}

const listing = (entry: string) =>
  xml(200, `<ListBucketResult><KeyCount>1</KeyCount><Contents>${entry}</Contents></ListBucketResult>`);

const versionPage = (truncated: boolean, inner: string) =>
  xml(200, `<ListVersionsResult><IsTruncated>${truncated}</IsTruncated>${inner}</ListVersionsResult>`);

const versionEntry = (id: string, key = KEY) =>
  `<Version><Key>${key}</Key><VersionId>${id}</VersionId><StorageClass>GLACIER</StorageClass></Version>`;

describeWithPeer('moto_server', "collecting a bucket's settings and its objects over the wire", () => {
  let aws: FakeAws;
  let versions: Versions;
  const about = { bucket: LOCKABLE, key: KEY };

  beforeAll(async () => {
    aws = await startAws();
    aws.useEnvironment();
    const { s3: client } = await aws.admin(BUCKET_ACCOUNT);
    versions = await buildLockedBuckets(client);
  }, 60_000);
  afterAll(() => aws?.stop());
  beforeEach(() => aws.reset());

  it('reads versioning, Object Lock, website, tags and whether these count', async () => {
    const result = await collectOverWire({ bucket: LOCKED });
    expect(result.snapshot.bucket).toMatchObject({
      versioning: { status: 'Enabled', mfaDelete: false },
      objectLock: { defaultRetention: { mode: 'COMPLIANCE', days: 30 } },
      website: { indexDocument: 'index.html' },
      tags: { team: 'blue' },
      abacEnabled: true,
    });
  });

  it('tells Object Lock without a default retention from none', async () => {
    const { snapshot } = await collectOverWire({ bucket: LOCKABLE });
    expect(snapshot.bucket?.objectLock).toEqual({ defaultRetention: null });
    expect(snapshot.bucket?.abacEnabled).toBe(false);
  });

  it('knows where deleting a version takes MFA', async () => {
    const configuration = '<Status>Suspended</Status><MfaDelete>Enabled</MfaDelete>';
    aws.respond('s3:GetBucketVersioning', () =>
      xml(200, `<VersioningConfiguration>${configuration}</VersioningConfiguration>`),
    );
    const { snapshot } = await collectOverWire({ bucket: LOCKED });
    expect(snapshot.bucket?.versioning).toEqual({ status: 'Suspended', mfaDelete: true });
  });

  it('reads where a website redirects to', async () => {
    const redirect = '<RedirectAllRequestsTo><HostName>example.com</HostName></RedirectAllRequestsTo>';
    aws.respond('s3:GetBucketWebsite', () =>
      xml(200, `<WebsiteConfiguration>${redirect}</WebsiteConfiguration>`),
    );
    const { snapshot } = await collectOverWire({ bucket: LOCKED });
    expect(snapshot.bucket?.website).toEqual({ redirectsTo: 'example.com' });
  });

  it.each([
    ['s3:GetBucketTagging', 'bucket.tags'],
    ['s3:GetObjectTagging', 'object.tags'],
    ['s3:GetBucketWebsite', 'bucket.website'],
    ['s3:GetBucketAbac', 'bucket.abacEnabled'],
    ['s3:GetObjectLockConfiguration', 'bucket.objectLock'],
    ['s3:GetObjectRetention', 'object.retention'],
    ['s3:GetObjectLegalHold', 'object.legalHold'],
    ['s3:ListObjectVersions', 'object.exists'],
  ])('takes an answer to %s that says nothing for unknown, not for none', async (call, field) => {
    aws.respond(call, () => xml(200, '<Whatever/>'));
    const result = await collectOverWire({ ...about, versionId: versions.first });
    expect(reasonsFor(result, field)).toEqual([{ field, reason: `AWS's answer could not be read: ${call}` }]);
    expect(result.snapshot).not.toHaveProperty(field.split('.'));
  });

  it('reads the current version where none is named', async () => {
    const result = await collectOverWire(about);
    expect(result.snapshot.object).toMatchObject({
      key: KEY,
      exists: true,
      restored: false,
      tags: {},
      retention: null,
      legalHold: false,
    });
    expect(result.snapshot.object).not.toHaveProperty('versionId');
    expect(aws.log.map(({ call }) => call)).not.toContain('s3:ListObjectVersions');
    expect(unreadOfObject(result)).toEqual([]);
  });

  it('reads the version that is named, and not the current one', async () => {
    const result = await collectOverWire({ ...about, versionId: versions.first });
    expect(result.snapshot.object).toMatchObject({
      versionId: versions.first,
      exists: true,
      storageClass: 'STANDARD',
      tags: { secret: 'no' },
      retention: { mode: 'GOVERNANCE', until: UNTIL.toISOString() },
      legalHold: true,
    });
    expect(aws.log.map(({ call }) => call)).not.toContain('s3:ListObjectsV2');
    expect(unreadOfObject(result)).toEqual([]);
  });

  it('says that there is no such version', async () => {
    const { snapshot } = await collectOverWire({ ...about, versionId: 'no-such-version' });
    expect(snapshot.object).toMatchObject({ exists: false, acl: null, tags: {}, retention: null });
  });

  it('takes a delete marker for no object', async () => {
    const { snapshot } = await collectOverWire({
      bucket: LOCKABLE,
      key: 'deleted',
      versionId: versions.marker,
    });
    expect(snapshot.object?.exists).toBe(false);
  });

  it('names the permission that a version takes', async () => {
    aws.deny('s3:GetObjectTagging');
    const named = await collectOverWire({ ...about, versionId: versions.first });
    const current = await collectOverWire(about);
    expect(reasonsFor(named, 'object.tags')[0]?.neededPermission).toBe('s3:GetObjectVersionTagging');
    expect(reasonsFor(current, 'object.tags')[0]?.neededPermission).toBe('s3:GetObjectTagging');
  });

  it('looks for a version on every page of its key, and on no page of other keys', async () => {
    const next = `<NextKeyMarker>${KEY}</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>`;
    aws.respond('s3:ListObjectVersions', () => versionPage(true, `${versionEntry('v2')}${next}`), {
      when: ({ params }) => !params.has('version-id-marker'),
    });
    const other = `${versionEntry('v9', `${KEY}.bak`)}<NextKeyMarker>${KEY}.bak</NextKeyMarker>`;
    aws.respond('s3:ListObjectVersions', () => versionPage(true, `${versionEntry('v1')}${other}`));
    const found = await collectOverWire({ ...about, versionId: 'v1' });
    expect(found.snapshot.object).toMatchObject({ exists: true, storageClass: 'GLACIER', restored: false });
    const missing = await collectOverWire({ ...about, versionId: 'v9' });
    expect(missing.snapshot.object?.exists).toBe(false);
    expect(aws.log.filter(({ call }) => call === 's3:ListObjectVersions')).toHaveLength(4);
  });

  it.each([
    { restore: '', restored: false },
    { restore: '<IsRestoreInProgress>true</IsRestoreInProgress>', restored: false },
    {
      restore:
        '<IsRestoreInProgress>false</IsRestoreInProgress><RestoreExpiryDate>2031-01-02T00:00:00.000Z</RestoreExpiryDate>',
      restored: true,
    },
  ])('knows whether an archived object is restored: $restore', async ({ restore, restored }) => {
    const status = restore === '' ? '' : `<RestoreStatus>${restore}</RestoreStatus>`;
    // S3 tells it only to who asks for it.
    const when = ({ optionalAttributes }: WireCall) => optionalAttributes === 'RestoreStatus';
    const entry = `<Key>${KEY}</Key><StorageClass>DEEP_ARCHIVE</StorageClass>${status}`;
    aws.respond('s3:ListObjectsV2', () => listing(entry), { when });
    const page = `<Version><VersionId>v1</VersionId>${entry}</Version>`;
    aws.respond('s3:ListObjectVersions', () => versionPage(false, page), { when });
    for (const request of [about, { ...about, versionId: 'v1' }]) {
      const { snapshot } = await collectOverWire(request);
      expect(snapshot.object).toMatchObject({ storageClass: 'DEEP_ARCHIVE', restored });
    }
  });

  it("says why an object's own encryption is not known, and asks for no permission to read objects", async () => {
    const result = await collectOverWire(about);
    expect(reasonsFor(result, 'object.encryption')).toEqual([
      { field: 'object.encryption', reason: expect.stringContaining('who may read the object') },
    ]);
    const missing = await collectOverWire({ ...about, key: 'missing' });
    expect(reasonsFor(missing, 'object.encryption')).toEqual([]);
  });
});
