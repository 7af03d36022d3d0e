/** How many of the persons and places that are found are such: by findings that a reader judged. */
import { readFile } from 'node:fs/promises';
import type { PiiFinder } from '../../src/text/pii/detect.ts';
import { isShort } from '../arguments.ts';
import { runningTexts, textIn } from '../data-files.ts';

/** One line of `judged.jsonl`, below the note. */
interface Judged {
  /** Drawn before the rules were mended, and mended by; drawn then too, and kept apart; drawn afterwards, from what was not drawn before. */
  readonly part: 'first, tuned on' | 'first, held out' | 'fresh';
  readonly source: 'c4-demo' | 'wiki-sentences';
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly kind: 'person' | 'place';
  readonly right: boolean;
}

export interface Precision {
  readonly part: Judged['part'];
  readonly source: Judged['source'];
  readonly kind: Judged['kind'];
  /** Findings that were judged, and those of them that were right. */
  readonly judged: number;
  readonly right: number;
  /** Those that are found now. */
  readonly found: number;
  readonly foundRight: number;
}

/** In short only of the sentences of Wikipedia that are kept here. */
export async function precisions(folder: string, finder: PiiFinder): Promise<Precision[]> {
  const [, ...lines] = (await readFile(new URL('./judged.jsonl', import.meta.url), 'utf8')).trim().split('\n');
  const texts = {
    'c4-demo': isShort ? [] : runningTexts(folder),
    'wiki-sentences': textIn(folder, 'text/wiki-sentences.txt.gz').split('\n'),
  };
  const judged = lines
    .map((line) => JSON.parse(line) as Judged)
    .filter(({ source, row }) => row < texts[source].length);
  const isFound = ({ source, row, start, end, kind }: Judged) =>
    finder.find(texts[source][row]!).some((each) => each.kind === kind && each.start === start && each.end === end);
  const groups = Map.groupBy(judged, ({ part, source, kind }) => `${part}|${source}|${kind}`);
  return [...groups.values()].map((group) => {
    const found = group.filter(isFound);
    const right = (each: readonly Judged[]) => each.filter((one) => one.right).length;
    const { part, source, kind } = group[0]!;
    const counts = { judged: group.length, right: right(group), found: found.length, foundRight: right(found) };
    return { part, source, kind, ...counts };
  });
}

/** Two-sided 95 %, Wilson 1927 (JASA 22, 209–212). */
export function wilson(hits: number, of: number): [low: number, high: number] {
  const z = 1.959964;
  const share = hits / of;
  const middle = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [(middle - reach) / scale, (middle + reach) / scale];
}
