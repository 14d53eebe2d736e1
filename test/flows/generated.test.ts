import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { drawFlow, editorSchemas, flowPage } from '../../src/flow/authoring.js';
import { loadLibrary } from '../../src/library.js';

const library = loadLibrary(undefined);
const flows = [...library.flows.values()];

describe('what is generated is not stale', () => {
  test.each(flows)('docs/flows/$id.md: else run `s3denied flows docs docs/flows`', (flow) => {
    expect(readFileSync(`docs/flows/${flow.id}.md`, 'utf8')).toBe(flowPage(library, flow));
  });

  test('there is no page of a flow that is gone', () => {
    expect(readdirSync('docs/flows').sort()).toEqual(flows.map(({ id }) => `${id}.md`).sort());
  });

  test.each(Object.entries(editorSchemas()))(
    'flows/schema/%s: else run `s3denied flows schema flows/schema`',
    (name, text) => {
      expect(readFileSync(`flows/schema/${name}`, 'utf8')).toBe(text);
    },
  );
});

describe('an editor finds the JSON Schema of each file', () => {
  const files = [
    ...yamlIn('flows').map((file) => [`flows/${file}`, 'schema/flow.schema.json'] as const),
    ...yamlIn('flows/causes').map((file) => [`flows/causes/${file}`, '../schema/cause.schema.json'] as const),
  ];

  test.each(files)('%s', (file, schema) => {
    const [first] = readFileSync(file, 'utf8').split('\n');
    expect(first).toBe(`# yaml-language-server: $schema=${schema}`);
  });

  function yamlIn(directory: string): readonly string[] {
    return readdirSync(directory).filter((name) => name.endsWith('.yaml'));
  }
});

/**
 * The part of Mermaid's grammar for `stateDiagram-v2` that the drawings use.
 * https://github.com/mermaid-js/mermaid/blob/develop/packages/mermaid/src/diagrams/state/parser/stateDiagram.jison
 */
const LINE = {
  direction: /^ {2}direction TB$/,
  state: /^ {2}state "([^"]+)" as (\w+)$/,
  note: /^ {2}note right of (\w+): [^:;#\n]+$/,
  edge: /^ {2}(\w+|\[\*\]) --> (\w+|\[\*\])(?:: [^:;#\n]+)?$/,
} as const;
const WORDS = new Set([
  'end',
  'state',
  'note',
  'direction',
  'class',
  'classDef',
  'style',
  'click',
  'default',
]);

describe.each(flows)('the diagram of $id', (flow) => {
  const [head, ...lines] = drawFlow(library, flow).trimEnd().split('\n');
  const states = lines.flatMap((line) => LINE.state.exec(line)?.[2] ?? []);
  const edges = lines.flatMap((line) => {
    const [, from, to] = LINE.edge.exec(line) ?? [];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });

  test('is a Mermaid state diagram, line by line', () => {
    expect(head).toBe('stateDiagram-v2');
    const kinds = Object.values(LINE);
    expect(lines.filter((line) => !kinds.some((kind) => kind.test(line)))).toEqual([]);
    expect(states.filter((state) => WORDS.has(state))).toEqual([]);
  });

  test('declares each state once, and leads from the start through each of them to the end', () => {
    expect(new Set(states).size).toBe(states.length);
    const named = new Set([...states, 'diagnosed', '[*]']);
    expect(edges.flat().filter((state) => !named.has(state))).toEqual([]);
    const reached = new Set(['[*]']);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const [from, to] of edges) if (reached.has(from)) reached.add(to);
    }
    expect(states.filter((state) => !reached.has(state))).toEqual([]);
    expect(states.filter((state) => !edges.some(([from]) => from === state))).toEqual([]);
    expect(edges).toContainEqual(['diagnosed', '[*]']);
  });
});
