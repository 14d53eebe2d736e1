import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals what is stored, so that who reads the store alone reads nothing. */
export interface Cipher {
  /** `context` says what and whose the text is: a sealed text put in another's place does not open. */
  seal(text: string, context: string): string;
  /** undefined: sealed with a key that is not known here, for another context, damaged, or not sealed at all. */
  open(sealed: string, context: string): string | undefined;
}

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D, 8.2: 96 bits, here by chance. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * AES-256-GCM. The first key seals; every key opens, so that a key is changed by putting the new one in front and keeping the old one
 * until what it sealed has expired. A key is 32 bytes; which one sealed a text stands in front of it by its fingerprint.
 */
export function createCipher(keys: readonly [Buffer, ...Buffer[]]): Cipher {
  const known = keys.map((key) => ({ id: keyId(key), key }));
  const [current] = known;
  return {
    seal: (text, context) => {
      if (current === undefined) return text;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${current.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [id, packed] = sealed.split('.');
      const key = known.find((each) => each.id === id)?.key;
      return key === undefined || packed === undefined ? undefined : unpack(key, packed, context);
    },
  };
}

/** A key as the environment has it: 32 bytes in base64. */
export function parseKey(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === KEY_BYTES ? bytes : undefined;
}

function keyId(key: Buffer): string {
  return createHash('sha256').update('s3denied key id').update(key).digest('base64url').slice(0, 8);
}

function unpack(key: Buffer, packed: string, context: string): string | undefined {
  const bytes = Buffer.from(packed, 'base64url');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  if (tag.length < TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
