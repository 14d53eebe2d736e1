/**
 * An investigation as one Redis string, so that one command reads it and one TTL covers it:
 * `<version>|<marks of the events seen>|<state>`. The commit script reads and writes the first two.
 */
export interface StoredRecord {
  readonly version: number;
  readonly text: string;
}

const HEAD = /^(\d+)\|([\w,-]*)\|/;

export function readRecord(value: string): StoredRecord | undefined {
  const head = HEAD.exec(value);
  return head === null ? undefined : { version: Number(head[1]), text: value.slice(head[0].length) };
}
