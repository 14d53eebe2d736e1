/** Keeps what was used last, up to a number of entries. */
export interface LastUsed<V> {
  /** The remembered value, else the one that `make` makes, which is then remembered. */
  get(key: string, make: () => V): V;
}

export function createLastUsed<V>(limit: number): LastUsed<V> {
  // A Map keeps the order of insertion: what was used longest ago stands in front.
  const entries = new Map<string, { readonly value: V }>();
  return {
    get: (key, make) => {
      const entry = entries.get(key) ?? { value: make() };
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
      return entry.value;
    },
  };
}
