/** What a reader of all texts would notice: copies word for word, and beginnings that are all alike. */
import { KeySet } from '../math/key-set.ts';
import type { TextFacts } from './report-data.ts';

/** Texts compared for copies; 22 bytes each at most. */
const COMPARED = 100_000;
/** Beginnings counted at once. */
const OPENINGS = 1000;

export interface TextSameness {
  add(text: string): void;
  facts(): TextFacts;
}

/** Reads texts one by one. Letter case and white space do not tell texts apart. */
export function textSameness(): TextSameness {
  const seen = new KeySet();
  const openings = frequent(OPENINGS);
  let compared = 0;
  return {
    add(text) {
      openings.add(text.slice(0, 400).trim().split(/\s+/, 3).join(' ').slice(0, 80));
      if (compared >= COMPARED) return;
      compared++;
      seen.add(text.toLowerCase().replace(/\s+/g, ' ').trim());
    },
    facts() {
      const top = openings.top();
      return { compared, copies: compared - seen.size, ...(top === undefined ? {} : { opening: top }) };
    },
  };
}

/**
 * The most frequent item of a stream with a fixed number of counters (Misra and Gries 1982): a count is too low by
 * at most total / (counters + 1), never too high.
 */
function frequent(counters: number) {
  /** By the item in lower case; shown as it was first met. */
  const held = new Map<string, { readonly shown: string; count: number }>();
  let total = 0;
  return {
    add(item: string) {
      total++;
      const key = item.toLowerCase();
      const known = held.get(key);
      if (known !== undefined) known.count++;
      else if (held.size < counters) held.set(key, { shown: item, count: 1 });
      else for (const [other, each] of held) if (--each.count === 0) held.delete(other);
    },
    top(): { readonly text: string; readonly share: number } | undefined {
      const [first] = [...held.values()].sort((a, b) => b.count - a.count || (a.shown < b.shown ? -1 : 1));
      return first === undefined ? undefined : { text: first.shown, share: first.count / total };
    },
  };
}
