/** An address as a number, with the width of its family. */
export type IpAddress =
  | { readonly bits: 32; readonly value: number }
  | { readonly bits: 128; readonly value: bigint };
export type IpRange =
  | { readonly bits: 32; readonly first: number; readonly last: number }
  | { readonly bits: 128; readonly first: bigint; readonly last: bigint };

/** An IPv4 address as a number; -1 where the text is none. Hand-written: `aws:SourceIp` is in most requests. */
function parseV4(text: string): number {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      octet = (octet === -1 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return -1;
    } else if (code === 46 && octet !== -1 && dots < 3) {
      value = value * 256 + octet;
      octet = -1;
      dots++;
    } else return -1;
  }
  return dots === 3 && octet !== -1 ? value * 256 + octet : -1;
}

function v6Groups(text: string): string[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  const last = groups.at(-1) ?? '';
  if (!last.includes('.')) return groups;
  const v4 = parseV4(last);
  if (v4 === -1) return null;
  return [...groups.slice(0, -1), Math.floor(v4 / 65_536).toString(16), (v4 % 65_536).toString(16)];
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = v6Groups(halves[0] ?? '');
  const tail = halves.length === 2 ? v6Groups(halves[1] ?? '') : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let value = 0n;
  for (const group of [...head, ...Array.from({ length: missing }, () => '0'), ...tail]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return value;
}

/** Reads an IPv4 or IPv6 address; `null` where the text is none. */
export function parseIp(text: string): IpAddress | null {
  if (text.includes(':')) {
    const value = parseV6(text);
    return value === null ? null : { bits: 128, value };
  }
  const value = parseV4(text);
  return value === -1 ? null : { bits: 32, value };
}

/** Reads an address or a CIDR block; host bits may be set, as AWS lets them be. */
export function parseIpRange(text: string): IpRange | null {
  const slash = text.indexOf('/');
  const address = parseIp(slash === -1 ? text : text.slice(0, slash));
  if (address === null) return null;
  const length = slash === -1 ? String(address.bits) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length) || Number(length) > address.bits) return null;
  const hostBits = address.bits - Number(length);
  if (address.bits === 32) {
    const size = 2 ** hostBits;
    const first = Math.floor(address.value / size) * size;
    return { bits: 32, first, last: first + size - 1 };
  }
  const shift = BigInt(hostBits);
  const first = (address.value >> shift) << shift;
  return { bits: 128, first, last: first + (1n << shift) - 1n };
}

/** Whether the address lies in the block; families never mix. */
export function isWithin(address: IpAddress, range: IpRange): boolean {
  return address.bits === range.bits && address.value >= range.first && address.value <= range.last;
}

/** The address behind the block; `null`: it is the last of its family. */
export function addressBehind(range: IpRange): IpAddress | null {
  if (range.bits === 32) return range.last === 2 ** 32 - 1 ? null : { bits: 32, value: range.last + 1 };
  return range.last === (1n << 128n) - 1n ? null : { bits: 128, value: range.last + 1n };
}

/** The address as text; IPv6 in its long form. */
export function formatIp(address: IpAddress): string {
  if (address.bits === 32)
    return [24, 16, 8, 0].map((shift) => Math.floor(address.value / 2 ** shift) % 256).join('.');
  return Array.from({ length: 8 }, (_, index) => {
    return ((address.value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16);
  }).join(':');
}
