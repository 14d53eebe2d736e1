import { expect, test } from '@jest/globals';
import { learnPlace } from '../../src/conversation/transition/index.js';
import { anInvestigation } from './support/investigation.js';

const at = (message: string, channel = 'C1') => ({ channel, message });
const shownIn = (place: object) => ({
  ...anInvestigation(),
  place: { channel: 'C1', direct: false, ...place },
});

test('a click tells where the message is, where its process died before it wrote that down', () => {
  const { investigation, effects } = learnPlace(shownIn({}), at('ts-1'));
  expect(investigation.place).toEqual({ channel: 'C1', direct: false, message: 'ts-1' });
  expect(effects).toEqual([]);
});

test('a click on the twin of the living message takes the twin away', () => {
  const { investigation, effects } = learnPlace(shownIn({ message: 'ts-2', twin: 'possible' }), at('ts-1'));
  expect(investigation.place).toEqual({ channel: 'C1', direct: false, message: 'ts-2' });
  expect(effects).toMatchObject([{ kind: 'withdraw', place: { channel: 'C1', message: 'ts-1' } }]);
});

test('a twin stands in the thread that the living message stands in', () => {
  const place = { message: 'ts-2', twin: 'possible', thread: 'where' };
  const { effects } = learnPlace(shownIn(place), at('ts-1'));
  expect(effects).toMatchObject([{ kind: 'withdraw', place: { message: 'ts-1', thread: 'where' } }]);
});

test.each([
  ['on the living message', { message: 'ts-2', twin: 'possible' }, at('ts-2')],
  ['in another channel', {}, at('ts-1', 'C9')],
  ['where no twin can be', { message: 'ts-2' }, at('ts-1')],
  ['on no message', {}, undefined],
] as const)('a click %s changes nothing', (_name, place, clicked) => {
  const investigation = shownIn(place);
  expect(learnPlace(investigation, clicked)).toEqual({ investigation, effects: [] });
});
