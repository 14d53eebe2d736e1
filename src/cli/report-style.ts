import { stripVTControlCharacters } from 'node:util';
import type { DiagnosisDecision } from '../diagnosis/types.js';

export interface ReportItem {
  readonly text: string;
  /** A cause's id. */
  readonly id?: string;
  readonly more: readonly string[];
}

/** How the parts of a report look; each returns lines. Texts come as they are: making them harmless is the style's part. */
export interface ReportStyle {
  title(text: string): readonly string[];
  outcome(decision: DiagnosisDecision, text: string): readonly string[];
  heading(text: string, id?: string): readonly string[];
  paragraph(text: string): readonly string[];
  field(label: string, text: string): readonly string[];
  proof(verified: boolean | null, text: string): readonly string[];
  list(label: string, items: readonly string[]): readonly string[];
  items(items: readonly ReportItem[]): readonly string[];
  code(label: string, text: string, language: string): readonly string[];
  note(text: string): readonly string[];
}

/** Text from outside without what moves a cursor, sets colours or turns the direction of writing. */
export function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, (control) =>
    control === '\n' || control === '\t' ? control : '',
  );
}

/** On one line. */
export function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}
