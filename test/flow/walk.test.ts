import { expect, test } from '@jest/globals';
import { drawFlow, walkPaths } from '../../src/flow/authoring.js';
import type { Flow } from '../../src/flow/index.js';
import { libraryAbout } from './support.js';

const library = libraryAbout({ general: {}, special: { refines: 'general' }, 'other-cause': {} });

test('the paths of a flow are its distinct ways, with the options that lead the same way together', () => {
  const paths = [...walkPaths(library, 'general-403', 100)].map(({ answers, confirmed }) => [
    answers.map(({ step, options }) => `${step}=${options.join('|')}`).join(' '),
    ...confirmed,
  ]);
  expect(paths).toEqual([
    ['general=yes special=yes', 'general', 'special'],
    ['general=yes special=no|unsure', 'general'],
    ['general=no other-cause=yes', 'other-cause'],
    ['general=no other-cause=no|unsure'],
    ['general=unsure special=yes', 'special'],
    ['general=unsure special=no|unsure other-cause=yes', 'other-cause'],
    ['general=unsure special=no|unsure other-cause=no|unsure'],
  ]);
});

test('no more paths are listed than asked for', () => {
  expect([...walkPaths(library, 'general-403', 2)]).toHaveLength(2);
});

test('a flow is drawn as a Mermaid state diagram', () => {
  const flow = library.flows.get('general-403');
  expect(drawFlow(library, flow ?? NO_FLOW)).toBe(`stateDiagram-v2
  direction TB
  state "Cause general" as general
  note right of general: Section
  state "Cause special" as special
  state "Cause other-cause" as other_cause
  [*] --> general
  general --> special: unsure, yes
  general --> other_cause: no
  special --> other_cause: unsure, no
  special --> diagnosed: yes
  other_cause --> diagnosed: unsure, yes, no
  diagnosed --> [*]
`);
});

const NO_FLOW: Flow = { id: 'none', title: 'None', article: '000', source: 'https://example.com', steps: [] };
