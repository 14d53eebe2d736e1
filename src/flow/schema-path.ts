import { z } from 'zod';

export type Path = readonly PropertyKey[];

/** What a schema says about the value at `path`, wrappers such as optional and nullable taken off; undefined: no such place. */
export function schemaAt(schema: unknown, path: Path): unknown {
  const bare = unwrap(schema);
  const [first, ...rest] = path;
  if (first === undefined) return bare;
  if (bare instanceof z.ZodObject) {
    return Object.hasOwn(bare.shape, first) ? schemaAt(bare.shape[String(first)], rest) : undefined;
  }
  if (bare instanceof z.ZodArray) return schemaAt(bare.element, rest);
  if (bare instanceof z.ZodRecord) return schemaAt(bare.valueType, rest);
  return undefined;
}

/** The fields that may stand at `path`; none where it is no object with fixed fields. */
export function fieldsAt(schema: unknown, path: Path): readonly string[] {
  const found = schemaAt(schema, path);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let bare = schema;
  while (
    bare instanceof z.ZodOptional ||
    bare instanceof z.ZodExactOptional ||
    bare instanceof z.ZodNullable ||
    bare instanceof z.ZodDefault
  ) {
    bare = bare.unwrap();
  }
  return bare;
}
