/** What is found of a person in a text: where it stands, of which kind, how sure that is. */
import type { Reach, Signs } from './signs.ts';

/** In the order of the reference; each has detectors of its own. */
export const piiKinds = [
  'email',
  'phone',
  'card',
  'iban',
  'national-id',
  'ip',
  'mac',
  'url-credentials',
  'secret',
  'birth-date',
  'address',
  'person',
  'place',
] as const;
export type PiiKind = (typeof piiKinds)[number];

/** UTF-16 offsets within a text: from `start` up to, not including, `end`. */
export interface Finding {
  readonly kind: PiiKind;
  readonly start: number;
  readonly end: number;
  /** 0 to 1: 1 where a check digit or a registered form holds, about 0.5 where a list of names alone speaks. */
  readonly certainty: number;
  /** Which of its kind, where that matters for a fake: `us-ssn`, `phone:GB`. */
  readonly type?: string;
}

/** What a text must have for a detector to find anything in it. */
export type Need = 'at' | 'colons' | 'dashes' | 'runs' | { readonly digits: number };

export interface Detector {
  readonly kind: PiiKind;
  /** Every text in which `find` finds something has this. */
  readonly needs: Need;
  /** What it looks for; a match must hold out against checks that follow. */
  readonly patterns: readonly RegExp[];
  /** How far a match reaches beyond the clusters or runs that it needs; absent where the whole text is read, or `zones` are. */
  readonly reach?: Reach;
  /** Where it looks, when not at clusters or runs: every match lies in one. */
  zones?(text: string, signs: Signs): Iterable<readonly [number, number]>;
  /** Looks only where the signs leave something to look for. */
  find(text: string, signs: Signs): Finding[];
}

/** All matches of a pattern with the flags `g` and, for group 1 as the span, `d`. */
export function* matchesOf(
  text: string,
  pattern: RegExp,
): Generator<{ match: RegExpExecArray; span: [number, number] }> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === '') pattern.lastIndex++;
    const span = match.indices?.[1] ?? [match.index, match.index + match[0].length];
    yield { match, span };
  }
}

/** Groups of a run that may be of other numbers, at both its ends together. */
const MOST_CUT = 2;

/**
 * A run of groups of digits, whole and then without its first or last groups, the longest first: in `in 2008 305-555-2368`
 * the year is not of the number. As offsets within the run; groups are what spaces divide.
 */
export function* windowsOf(run: string): Generator<[number, number]> {
  const starts = [0, ...[...run.matchAll(/ (?=[\d(+])/g)].map(({ index }) => index + 1)];
  const ends = [...starts.slice(1).map((start) => start - 1), run.length];
  for (let cut = 0; cut <= Math.min(MOST_CUT, starts.length - 1); cut++)
    for (let first = cut; first >= 0; first--) yield [starts[first]!, ends[ends.length - 1 - (cut - first)]!];
}

/**
 * Findings that do not overlap, in order. Those that overlap become one, over all that they cover, of the kind that has
 * most characters times certainty: the longest and most certain. So nothing that was found is left in the open. Only a
 * form with check digits is not made longer by what merely looks like something.
 */
export function withoutOverlaps(findings: readonly Finding[]): Finding[] {
  const inOrder = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
  const out: Finding[] = [];
  for (const each of inOrder) {
    const last = out.at(-1);
    if (last === undefined || each.start >= last.end) out.push(each);
    else out[out.length - 1] = merged(last, each);
  }
  return out;
}

const weight = ({ start, end, certainty }: Finding) => (end - start) * certainty;
/** From here on a finding is a form, and its ends are known. */
const FORM = 0.95;

function merged(a: Finding, b: Finding): Finding {
  const [heavy, light] = weight(b) > weight(a) ? [b, a] : [a, b];
  if (heavy.certainty >= FORM && light.certainty < FORM) return heavy;
  return { ...heavy, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
