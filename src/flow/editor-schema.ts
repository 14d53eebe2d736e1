import { z } from 'zod';
import { causeFileSchema, flowFileSchema } from './schema.js';

/** Draft 7 is what editors' YAML support knows best: https://github.com/redhat-developer/yaml-language-server */
const TARGET = 'draft-7';

/** The kinds of files that an editor can check while they are written, by the names of their JSON Schemas. */
const FILE_SCHEMAS = { flow: flowFileSchema, cause: causeFileSchema } as const;

/** File name → JSON Schema, made from the one description in code: an editor completes and checks what the linter would refuse. */
export function editorSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(FILE_SCHEMAS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { target: TARGET, io: 'input' });
      return [`${name}.schema.json`, `${JSON.stringify(json, undefined, 2)}\n`];
    }),
  );
}
