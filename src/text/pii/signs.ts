/** What a quick look at a text saw, and the places that it leaves for the exact patterns to look at. */

/** Offsets are UTF-16 units. More may be named than is there, and never less. */
export interface Signs {
  /** An `@`. */
  readonly hasAt: boolean;
  /** Two colons with at most four other characters between them. */
  readonly hasColons: boolean;
  /** Five hyphens side by side. */
  readonly hasDashes: boolean;
  /** Three each: start, end, number of ASCII digits, of which any two have at most three other characters between them. */
  readonly clusters: Uint32Array;
  /** Two each: start and end of 14 and more of `A-Z a-z 0-9 _ - . / :` in a row. */
  readonly runs: Uint32Array;
  /** Nobody looked: whatever can be left out is not. */
  readonly isWhole?: true;
}

/** Looks at texts: two ways to it, one for what has a form and one for names. */
export interface Eye {
  /** Overwritten by the next call of either. */
  signs(text: string): Signs;
  /**
   * Words that begin with a capital, three each: start, end, a hash of the word. An end with the highest bit set is that of
   * letters that hold such words or none. Overwritten by the next call of either.
   */
  capitals(text: string): Uint32Array;
}

/** The highest bit of an end in `capitals`. */
export const ROUGH_END = 0x80000000;

/** As if everything could be everywhere: what detectors find then is what their patterns find in the whole text. */
export const wholeText = (text: string): Signs => ({
  hasAt: true,
  hasColons: true,
  hasDashes: true,
  clusters: Uint32Array.of(0, text.length, text.length),
  runs: Uint32Array.of(0, text.length),
  isWhole: true,
});

/** Start and end of the clusters with at least so many digits. */
export function* clustersWith(digits: number, { clusters }: Signs): Generator<[number, number]> {
  for (let at = 0; at < clusters.length; at += 3)
    if (clusters[at + 2]! >= digits) yield [clusters[at]!, clusters[at + 1]!];
}

export function* runsOf({ runs }: Signs): Generator<[number, number]> {
  for (let at = 0; at < runs.length; at += 2) yield [runs[at]!, runs[at + 1]!];
}

/** Characters that patterns ask of their neighbours, at most. */
const LOOK = 4;

/** How far a match reaches beyond the place that it is looked for at. */
export interface Reach {
  /** Characters before the place, at most, at which a match may begin. */
  readonly before: number;
  /** Characters behind the place, at most, that a match may take in. */
  readonly behind: number;
}

/**
 * All matches of a pattern with the flag `g` that begin at or near the places, as they would come from the whole text. Right
 * where every match lies within the reach of a place.
 */
export function* matchesNear(
  text: string,
  pattern: RegExp,
  {
    places,
    reach: { before, behind },
  }: { readonly places: Iterable<readonly [number, number]>; readonly reach: Reach },
): Generator<{ match: RegExpExecArray; start: number; end: number }> {
  let done = 0; // matches do not overlap
  for (const [start, end] of places) {
    const from = Math.max(done, start - before);
    const sliceStart = Math.max(0, from - LOOK);
    const slice = text.slice(sliceStart, end + behind + LOOK);
    pattern.lastIndex = from - sliceStart;
    for (let match = pattern.exec(slice); match !== null; match = pattern.exec(slice)) {
      const at = sliceStart + match.index;
      if (at >= end) break; // of the next place
      done = at + match[0].length;
      yield { match, start: at, end: done };
    }
  }
}
