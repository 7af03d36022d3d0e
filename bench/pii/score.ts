/** Precision, recall and F2 of spans against the labels of Presidio's synthetic set, one rule for all finders. */
import { textIn } from '../data-files.ts';

export interface Labelled {
  readonly text: string;
  readonly spans: readonly Span[];
}

export interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Row {
  readonly full_text: string;
  readonly spans: readonly { entity_type: string; start_position: number; end_position: number }[];
}

export function labelledTexts(folder: string): Labelled[] {
  const rows: Row[] = JSON.parse(textIn(folder, 'pii/presidio-synth-v2-dev.json'));
  return rows.map(({ full_text, spans }) => {
    const offsets = unitsOf(full_text);
    return {
      text: full_text,
      spans: spans.map((span) => ({
        type: span.entity_type,
        start: offsets[span.start_position] ?? full_text.length,
        end: offsets[span.end_position] ?? full_text.length,
      })),
    };
  });
}

/** Offset in UTF-16 units of each code point: the labels, and Presidio, count code points. */
export function unitsOf(text: string): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const character of text) {
    offsets.push(at);
    at += character.length;
  }
  return [...offsets, at];
}

/** A type of the labels, and which kinds of findings count for it. */
export interface Pairing {
  readonly gold: string;
  readonly found: readonly string[];
}

export interface Score {
  readonly gold: string;
  readonly labels: number;
  readonly recall: number;
  readonly precision: number;
  readonly f2: number;
}

/** A label is found where at least this share of its characters is; a finding is right where it holds so much of its own. */
const SHARE = 0.5;

export function scoreOf(
  texts: readonly Labelled[],
  findings: readonly (readonly Span[])[],
  { gold, found }: Pairing,
  /** Labels on which a finding of these kinds is no mistake either: a city within an address. */
  alsoRight: readonly string[] = [],
): Score {
  let [labels, hit, said, right] = [0, 0, 0, 0];
  texts.forEach(({ spans }, at) => {
    const own = spans.filter(({ type }) => type === gold);
    const mine = findings[at]!.filter(({ type }) => found.includes(type));
    const accepted = spans.filter(({ type }) => type === gold || alsoRight.includes(type));
    labels += own.length;
    hit += own.filter((span) => covered(span, mine) >= SHARE).length;
    said += mine.length;
    right += mine.filter((span) => covered(span, accepted) >= SHARE).length;
  });
  const recall = labels === 0 ? 0 : hit / labels;
  const precision = said === 0 ? 0 : right / said;
  const f2 = recall + precision === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall);
  return { gold, labels, recall, precision, f2 };
}

/** Share of a span's characters that others cover. */
function covered({ start, end }: Span, by: readonly Span[]): number {
  let count = 0;
  for (let at = start; at < end; at++) if (by.some((other) => other.start <= at && at < other.end)) count++;
  return count / Math.max(1, end - start);
}

export const pairings: readonly Pairing[] = [
  { gold: 'CREDIT_CARD', found: ['card', 'CREDIT_CARD'] },
  { gold: 'EMAIL_ADDRESS', found: ['email', 'EMAIL_ADDRESS'] },
  { gold: 'IP_ADDRESS', found: ['ip', 'IP_ADDRESS'] },
  { gold: 'PHONE_NUMBER', found: ['phone', 'PHONE_NUMBER'] },
  { gold: 'US_SSN', found: ['national-id', 'US_SSN'] },
  { gold: 'US_DRIVER_LICENSE', found: ['national-id', 'US_DRIVER_LICENSE'] },
  { gold: 'ZIP_CODE', found: ['address', 'LOCATION'] },
  { gold: 'STREET_ADDRESS', found: ['address', 'LOCATION'] },
  { gold: 'PERSON', found: ['person', 'PERSON'] },
  { gold: 'GPE', found: ['place', 'address', 'LOCATION'] },
];

const PARTS_OF_ADDRESS = ['STREET_ADDRESS', 'ZIP_CODE', 'GPE'];
export const alsoRightFor = (gold: string): readonly string[] => {
  if (PARTS_OF_ADDRESS.includes(gold)) return PARTS_OF_ADDRESS;
  return ['US_SSN', 'US_DRIVER_LICENSE'].includes(gold) ? ['US_SSN', 'US_DRIVER_LICENSE'] : [];
};
