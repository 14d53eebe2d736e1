/** Does something once for each key, however often and by however many it is asked for. */
export function once<Value>(make: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const made = new Map<string, Promise<Value>>();
  return (key) => {
    const making = made.get(key) ?? make(key);
    made.set(key, making);
    return making;
  };
}

/** Does something once, when it is first asked for. */
export function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  const made = once(make);
  return () => made('');
}
