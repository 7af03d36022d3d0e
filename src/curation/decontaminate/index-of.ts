/** The index of everything that training data must not hold: benchmark files, and real samples where asked. */
import { mistake } from '../../core/errors.ts';
import type { Dataset } from '../../core/sample.ts';
import type { Files } from '../../core/step.ts';
import { kernelsAtHand } from '../../kernels/open.ts';
import { makeSharedRunFinder, type Shared, type SharedRunFinder } from '../../kernels/shared-runs.ts';
import { writtenTexts } from '../../text/written-texts.ts';
import { benchmarkItems } from './benchmark-files.ts';

export interface Forbidden {
  readonly against?: string | readonly string[] | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly real: boolean;
  readonly n: number;
  readonly leastWords: number;
}

export interface ForbiddenIndex {
  /** What a text has most in common with; nothing where it shares no run. */
  look(text: string): Hit | undefined;
}

export interface Hit extends Shared {
  /** Words in common, of those of the shorter one: 1 for a whole item in a long text, and for a text taken out of an item. */
  readonly share: number;
  readonly place: string;
}

/** Throws `empty-data` where no text is long enough to be looked for. */
export async function forbiddenIndex(wanted: Forbidden, lent: Files & { real(): Dataset }): Promise<ForbiddenIndex> {
  const finder = makeSharedRunFinder(kernelsAtHand(), {
    run: wanted.n,
    least: Math.min(wanted.n, wanted.leastWords),
  });
  const places: string[] = [];
  const add = (text: string, place: string) => {
    finder.add(text);
    places.push(place);
  };
  if (wanted.against !== undefined)
    for await (const item of benchmarkItems({ path: wanted.against, fields: wanted.fields }, lent))
      add(item.text, item.place);
  if (wanted.real)
    for await (const { id, data } of lent.real())
      for (const field of wanted.fields ?? Object.keys(data))
        for (const text of writtenTexts(data[field])) add(text, `real sample ${id} ${field}`);
  if (finder.runs === 0) throw nothingToFind(wanted, finder);
  return { look: (text) => nearest(finder, places, text) };
}

function nearest(finder: SharedRunFinder, places: readonly string[], text: string): Hit | undefined {
  const { words, shared } = finder.find(text);
  let best: Hit | undefined;
  for (const each of shared) {
    const share = each.words / Math.min(each.of, words);
    if (best === undefined || share > best.share) best = { ...each, share, place: places[each.index]! };
  }
  return best;
}

function nothingToFind({ against, leastWords }: Forbidden, { texts }: SharedRunFinder) {
  const path = [against ?? 'real samples'].flat().join(', ');
  return mistake('empty-data', { path, reason: `none of its ${texts} texts has ${leastWords} words` });
}
