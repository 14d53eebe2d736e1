// Writes the Teams app package: teams/manifest.json with this bot's id and host filled in, and the icons, as one zip.
//   MICROSOFT_APP_ID=<guid> node scripts/teams-package.mjs --host bot.example.com [--app-id GUID] [--website URL] [--out FILE]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

try {
  const { appId, host, website, out } = readArguments();
  const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  const values = { APP_ID: appId, HOST: host, WEBSITE: website, VERSION: version };
  const manifest = readFileSync(`${ROOT}teams/manifest.json`, 'utf8').replaceAll(
    /\{\{(\w+)\}\}/g,
    (_placeholder, name) => values[name],
  );
  const icons = ['color.png', 'outline.png'].map((name) => [name, readFileSync(`${ROOT}teams/${name}`)]);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, zip([['manifest.json', Buffer.from(manifest)], ...icons]));
  console.log(out);
} catch (error) {
  console.error(`teams-package: ${error.message}`);
  process.exit(2);
}

function readArguments() {
  const text = { type: /** @type {const} */ ('string') };
  const { values } = parseArgs({ options: { 'app-id': text, host: text, website: text, out: text } });
  const appId = values['app-id'] ?? process.env.MICROSOFT_APP_ID ?? '';
  const { host = '', out = `${ROOT}dist/teams-app.zip` } = values;
  if (!GUID.test(appId))
    throw new Error(
      `--app-id (or MICROSOFT_APP_ID): "${appId}" is no app id; it is a GUID, such as 00000000-0000-0000-0000-000000000000`,
    );
  if (!HOST.test(host))
    throw new Error(
      `--host: "${host}" is no public host name; write it without https:// and path, such as bot.example.com`,
    );
  const website = values.website ?? `https://${host}`;
  if (!URL.canParse(website) || new URL(website).protocol !== 'https:')
    throw new Error(`--website: "${website}" is no https URL; Teams shows it as who made the app`);
  return { appId, host, website: new URL(website).href, out };
}

/** A zip of stored files, which icons are as small as: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 */
function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, data] of files) {
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0); // version 2.0
    about.writeUInt16LE(0x21, 8); // 1980-01-01, so that the same input is the same file
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), about, Buffer.from(name), data]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    const made = Buffer.from([20, 0]);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), made, about, where, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, entries, Buffer.from('PK\u0005\u0006'), end]);
}

function crc32(data) {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
