import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';

const APP_ID = '00000000-0000-4000-8000-00000000000a';
const folder = mkdtempSync(join(tmpdir(), 's3denied-teams-'));
afterAll(() => rmSync(folder, { recursive: true }));

function pack(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { MICROSOFT_APP_ID: _own, ...rest } = process.env;
  return spawnSync(process.execPath, ['scripts/teams-package.mjs', ...args], {
    encoding: 'utf8',
    env: { ...rest, ...env },
  });
}

/** The files of a zip, read by its directory, as a client does. */
function unzip(file: string): ReadonlyMap<string, Buffer> {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf('PK\u0005\u0006');
  const files = new Map<string, Buffer>();
  for (let left = zip.readUInt16LE(end + 10), at = zip.readUInt32LE(end + 16); left > 0; left -= 1) {
    expect(zip.toString('latin1', at, at + 4)).toBe('PK\u0001\u0002');
    const [size, nameLength, local] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt32LE(at + 42),
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    expect(zip.toString('utf8', local + 30, local + 30 + nameLength)).toBe(name);
    files.set(name, zip.subarray(local + 30 + nameLength, local + 30 + nameLength + size));
    at += 46 + nameLength;
  }
  return files;
}

/** Width, height and the colours of an RGBA image without filters, as ours are. */
function readPng(png: Buffer) {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const at = Math.floor(index / width) * (width * 4 + 1) + 1 + (index % width) * 4;
    return [...raw.subarray(at, at + 4)];
  });
  return { width, height, pixels };
}

const command = { title: z.string().min(1).max(32), description: z.string().min(1).max(128) };
const scopes = z.array(z.enum(['personal', 'team', 'groupChat'])).min(1);
const link = z.url({ protocol: /^https$/ }).max(2048);

/** What Teams wants of a manifest: https://learn.microsoft.com/en-us/microsoftteams/platform/resources/schema/manifest-schema */
const manifestSchema = z.strictObject({
  $schema: z.literal(
    'https://developer.microsoft.com/en-us/json-schemas/teams/v1.17/MicrosoftTeams.schema.json',
  ),
  manifestVersion: z.literal('1.17'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({
    name: z.string().max(32),
    websiteUrl: link,
    privacyUrl: link,
    termsOfUseUrl: link,
  }),
  icons: z.strictObject({ color: z.string(), outline: z.string() }),
  name: z.strictObject({ short: z.string().min(1).max(30), full: z.string().min(1).max(100) }),
  description: z.strictObject({ short: z.string().min(1).max(80), full: z.string().min(1).max(4000) }),
  accentColor: z.string().regex(/^#[0-9A-F]{6}$/),
  bots: z.tuple([
    z.strictObject({
      botId: z.guid(),
      scopes,
      supportsFiles: z.boolean(),
      isNotificationOnly: z.literal(false),
      commandLists: z
        .array(z.strictObject({ scopes, commands: z.array(z.strictObject(command)).min(1).max(10) }))
        .max(3),
    }),
  ]),
  composeExtensions: z.tuple([
    z.strictObject({
      botId: z.guid(),
      commands: z.tuple([
        z.strictObject({
          ...command,
          id: z.literal('diagnose_message'),
          type: z.literal('action'),
          context: z.tuple([z.literal('message')]),
          fetchTask: z.literal(true),
        }),
      ]),
    }),
  ]),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().regex(/^[a-z0-9.-]+$/)).max(16),
});

describe('the Teams app package', () => {
  const out = join(folder, 'app.zip');
  const packed = pack(['--host', 'bot.example.com', '--out', out], { MICROSOFT_APP_ID: APP_ID });
  const files = unzip(out);
  const manifest = manifestSchema.parse(JSON.parse(files.get('manifest.json')?.toString('utf8') ?? ''));

  test('is written with what is given, and nothing is left to fill in', () => {
    expect(packed).toMatchObject({ status: 0, stdout: `${out}\n`, stderr: '' });
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(files.get('manifest.json')?.toString('utf8')).not.toContain('{{');
    expect([manifest.id, manifest.bots[0].botId, manifest.composeExtensions[0].botId]).toEqual([
      APP_ID,
      APP_ID,
      APP_ID,
    ]);
    expect(manifest.validDomains).toEqual(['bot.example.com']);
  });

  test('holds the icons that the manifest names, of the sizes and colours that Teams wants', () => {
    const color = readPng(files.get(manifest.icons.color) ?? Buffer.alloc(0));
    expect([color.width, color.height]).toEqual([192, 192]);
    const outline = readPng(files.get(manifest.icons.outline) ?? Buffer.alloc(0));
    expect([outline.width, outline.height]).toEqual([32, 32]);
    for (const [red, green, blue] of outline.pixels) expect([red, green, blue]).toEqual([255, 255, 255]);
    expect(outline.pixels.some(([, , , alpha]) => alpha === 0)).toBe(true);
    expect(outline.pixels.some(([, , , alpha]) => alpha === 255)).toBe(true);
  });

  test('is the same file for the same input', () => {
    const again = join(folder, 'again.zip');
    pack(['--host', 'bot.example.com', '--out', again, '--app-id', APP_ID]);
    expect(readFileSync(again).equals(readFileSync(out))).toBe(true);
  });

  test('unpacks with the tools that people have', () => {
    const tool = spawnSync('unzip', ['-tq', out], { encoding: 'utf8' });
    if (tool.error === undefined) expect(tool.status).toBe(0);
    expect(files.size).toBe(3);
  });

  test.each([
    [['--host', 'bot.example.com'], '--app-id'],
    [['--host', 'bot.example.com', '--app-id', 'x'], '--app-id'],
    [['--app-id', APP_ID], '--host'],
    [['--app-id', APP_ID, '--host', 'https://bot.example.com/api'], '--host'],
    [['--app-id', APP_ID, '--host', 'localhost'], '--host'],
    [['--app-id', APP_ID, '--host', 'bot.example.com', '--website', 'http://x'], '--website'],
    [['--nonsense'], '--nonsense'],
  ])('%j: one line that names it, and nothing is written', (args, names) => {
    const none = join(folder, 'none.zip');
    const { status, stderr } = pack(args.includes('--nonsense') ? args : [...args, '--out', none]);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(names);
    expect(existsSync(none)).toBe(false);
  });
});
