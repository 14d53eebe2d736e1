/** Tells listeners of what happened; `on` returns how to stop listening. */
export interface Emitter<T> {
  emit(this: void, event: T): void;
  on(listener: (event: T) => void): () => void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    on(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
