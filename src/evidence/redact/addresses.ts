import { formatIp, parseIp } from '../../policy/condition/ip.js';
import type { Random } from './pseudonyms.js';

interface Block {
  /** `4` or `6`, then the bits that all its addresses begin with. */
  readonly beginning: string;
  readonly width: 32 | 128;
  /** `/24`; empty for a single address. */
  readonly suffix: string;
}

/** Blocks that mean something by themselves (private, shared, loopback, link-local) keep their own beginning. */
const KEPT = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/8',
  'fc00::/7',
  'fe80::/10',
].map((text) => readBlock(text)?.beginning ?? '');

/**
 * Replaces addresses and CIDR blocks so that an address lies in a block exactly where it did before: two that share their first n bits
 * still share just these. The idea is Crypto-PAn's (https://doi.org/10.1109/ICNP.2002.1181415). undefined: the text is no address.
 */
export function createAddressMap(random: Random): (text: string) => string | undefined {
  const flips = new Map<string, boolean>();
  /** Whether the bit behind this beginning is turned over. */
  const isFlipped = (beginning: string): boolean => {
    if (KEPT.some((kept) => kept.startsWith(beginning) && kept !== beginning)) return false;
    const flipped = flips.get(beginning) ?? random(2) === 1;
    flips.set(beginning, flipped);
    return flipped;
  };
  return (text) => {
    const block = readBlock(text);
    if (block === undefined) return undefined;
    const { beginning, width, suffix } = block;
    let bits = '';
    for (let length = 1; length < beginning.length; length += 1) {
      const bit = beginning.charAt(length) === '1';
      bits += bit !== isFlipped(beginning.slice(0, length)) ? '1' : '0';
    }
    return `${write(bits.padEnd(width, '0'), width)}${suffix}`;
  };
}

function readBlock(text: string): Block | undefined {
  const [, before = text, suffix = ''] = /^([^/]*)(\/\d{1,3})$/.exec(text) ?? [];
  const address = parseIp(before);
  if (address === null) return undefined;
  const length = suffix === '' ? address.bits : Number(suffix.slice(1));
  if (length > address.bits) return undefined;
  const bits = address.value.toString(2).padStart(address.bits, '0').slice(0, length);
  return { beginning: `${address.bits === 32 ? '4' : '6'}${bits}`, width: address.bits, suffix };
}

function write(bits: string, width: 32 | 128): string {
  const value = BigInt(`0b${bits}`);
  return formatIp(width === 32 ? { bits: 32, value: Number(value) } : { bits: 128, value });
}
