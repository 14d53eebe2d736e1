import { errorAnswer, json, xml, type WireAnswer } from '../moto-answers.js';
import type { WireCall } from '../moto-calls.js';
import type { StandInAccount, StandInEstate } from './estate.js';
import { toXml, type XmlValue } from './xml.js';

/** One call, and who makes it. */
export interface Asked {
  readonly estate: StandInEstate;
  readonly call: WireCall;
  readonly account: string;
  /** What the caller's account holds. */
  readonly own: StandInAccount;
  readonly param: (name: string) => string;
}

/** Answers one kind of call. */
export type Answerer = (asked: Asked) => WireAnswer;
export type Answers = Readonly<Record<string, Answerer>>;

export function xmlAnswer(body: XmlValue): WireAnswer {
  return xml(200, toXml(body));
}

/** The query protocol wraps every answer twice. */
export function queryAnswer({ call }: Asked, result: XmlValue): WireAnswer {
  const name = call.call.split(':')[1] ?? '';
  return xmlAnswer({ [`${name}Response`]: { [`${name}Result`]: result } });
}

export function jsonAnswer(body: object): WireAnswer {
  return json(200, body);
}

export function notFound({ call }: Asked, code: string, status = 404): WireAnswer {
  return errorAnswer(call, status, code, 'There is no such thing.');
}

export function tagList(tags: Readonly<Record<string, string>> = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
