/** Every consumer of every process shares this group: each effect is handed to one of them. */
export const GROUP = 'workers';

/** The pattern of all investigations' keys. */
export const INVESTIGATIONS = '{p*}:inv:*';

/**
 * INVARIANT: all keys of one investigation carry the same tag in braces, so that Redis Cluster keeps them in one hash slot and one
 * script can write them together. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
 */
export interface Keys {
  readonly partitions: number;
  state(investigationId: string): string;
  lease(investigationId: string): string;
  /** The effects of all investigations of one partition. */
  stream(partition: number): string;
  partitionOf(investigationId: string): number;
}

export function createKeys(partitions: number): Keys {
  const partitionOf = (id: string) => fnv1a(id) % partitions;
  return {
    partitions,
    state: (id) => `{p${partitionOf(id)}}:inv:${id}`,
    lease: (id) => `{p${partitionOf(id)}}:lease:${id}`,
    stream: (partition) => `{p${partition}}:effects`,
    partitionOf,
  };
}

/** 32-bit FNV-1a: spreads short ids evenly, and is the same in every process and release. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
