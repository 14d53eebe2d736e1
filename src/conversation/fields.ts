/** `exactOptionalPropertyTypes`: a field that is not known is left out, never `undefined`. */
export type DefinedFields<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value. */
export function definedFields<T extends Record<string, unknown>>(fields: T): DefinedFields<T> {
  const defined: DefinedFields<T> = {};
  for (const key in fields) {
    const value = fields[key];
    if (isDefined(value)) defined[key] = value;
  }
  return defined;
}

function isDefined<V>(value: V): value is Exclude<V, undefined> {
  return value !== undefined;
}
