/** A critic that is trained here, on the real and the synthetic texts of the line, and costs nothing to ask. */
import { syntheticSigns } from '../../asking/critic-signs.ts';
import { type RealCritic, trainCritic } from '../../asking/real-critic.ts';
import type { Dataset, Sample } from '../../core/sample.ts';
import { keepSmallestIds } from '../../math/smallest-ids.ts';
import type { Critic, Lineup } from './critic.ts';

/** Texts of each kind that it learns from, at most. */
const MOST = 5000;
/** Critics; each judges the texts whose first version it has not learnt from. */
const SETTINGS = { folds: 5, lengthMatched: false };
/** Signs that are told of a text, at most. */
const SIGNS = 5;

export interface TrainingTexts {
  readonly samples: Dataset;
  readonly real: Dataset;
  readonly textOf: (real: Sample) => string;
  readonly madeTextOf: (made: Sample) => string;
}

/** Nothing with fewer than `from` texts of either kind. */
export async function trainedCritic(given: TrainingTexts, from: number): Promise<Critic | undefined> {
  const [made, real] = [
    await drawn(given.samples, false, given.madeTextOf),
    await drawn(given.real, true, given.textOf),
  ];
  if (from === 0 || Math.min(made.length, real.length) < from) return undefined;
  const texts = [...made, ...real];
  const labels = Uint8Array.from(texts, (_, row) => (row < made.length ? 0 : 1));
  const critic = await trainCritic({ texts, labels, real: real.length }, SETTINGS);
  return critic && asCritic(critic);
}

/** Those with the smallest ids, which is a choice by chance. */
async function drawn(samples: Dataset, isReal: boolean, textOf: (sample: Sample) => string): Promise<string[]> {
  const found: { readonly id: string; readonly text: string }[] = [];
  for await (const sample of samples) {
    const text = sample.origin.real === isReal ? textOf(sample) : '';
    if (text !== '') found.push({ id: sample.id, text });
    if (found.length >= 2 * MOST) keepSmallestIds(found, MOST);
  }
  keepSmallestIds(found, MOST);
  return found.map(({ text }) => text);
}

const asCritic = (critic: RealCritic): Critic => ({
  name: 'trained',
  async suspicion({ text, origin, beside }) {
    const odds = await critic.judge([text, ...beside.flat()], [origin, ...beside.flat()]);
    let [sum, at] = [0, 1];
    for (const others of beside) {
      const own = [odds[0]!, ...odds.subarray(at, at + others.length)].map((each) => Math.exp(-each));
      sum += own[0]! / own.reduce((total, each) => total + each, 0);
      at += others.length;
    }
    return sum / beside.length;
  },
  async criticism({ text, origin }: Lineup) {
    const isRead = readIn(text);
    const isTold = (sign: string) => isRead(sign) || isLength(sign);
    const signs = await syntheticSigns(critic, text, { origin, many: SIGNS, isTold, settings: SETTINGS });
    return { ok: true, value: inWords(signs), repairs: [] };
  },
});

/** Whether a sign is one that a reader can find in the text: whole words, no parts of words and no forms. */
function readIn(text: string): (sign: string) => boolean {
  const spoken = ` ${(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+|\S/gu) ?? []
  ).join(' ')} `;
  return (sign) => spoken.includes(` ${sign} `);
}

const isLength = (sign: string): boolean => / words( or more)?$/.test(sign);

function inWords(signs: readonly string[]): string {
  if (signs.length === 0) return 'The order of its words and marks is not that of texts by people.';
  const told = signs.map((sign) => (isLength(sign) ? `its length, ${sign}` : `“${sign}”`));
  return `People’s texts seldom have these, and it does: ${told.join('; ')}.`;
}
