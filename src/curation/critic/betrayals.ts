/** Which words and runs of characters give synthetic texts away, named as they stand in the texts. */
import { isPart, LOOKED_AT } from '../../asking/critic-signs.ts';
import type { Pool, RealCritic } from '../../asking/real-critic.ts';
import { signsIn } from '../../asking/style-features.ts';
import { countUp } from '../../math/counts.ts';

export interface Betrayal {
  /** A run of words or characters, an order of small words, or a length; see `sign-names.ts`. */
  readonly sign: string;
  /** The same in words: `texts that begin with a word in small letters`. */
  readonly says: string;
  /** By how much it moves real and synthetic texts apart on average, in log-odds. */
  readonly weight: number;
  readonly towards: 'real' | 'synthetic';
  /** Share of the texts of each kind that have it, as in `12.5 %`. */
  readonly real: string;
  readonly synthetic: string;
}

export interface Telling {
  /** Signs that are told, at most: half of them towards each kind. */
  readonly many: number;
  readonly lengthMatched: boolean;
}

/** The strongest first. */
export function betrayals(pool: Pool, critic: RealCritic, { many, lengthMatched }: Telling): Betrayal[] {
  if (many === 0) return [];
  const found = contributions(pool, critic);
  const strongest = [...found.keys()]
    .sort((a, b) => found.get(b)!.weight - found.get(a)!.weight || a - b)
    .slice(0, many * LOOKED_AT);
  const named = namesOf(pool, { lengthMatched }, new Set(strongest));
  const told: Betrayal[] = [];
  const perKind = { real: Math.ceil(many / 2), synthetic: Math.ceil(many / 2) };
  for (const column of strongest) {
    const own = named.get(column);
    const { weight, towards } = found.get(column)!;
    if (own === undefined || perKind[towards] === 0 || told.some(({ sign }) => isPart(sign, own.sign))) continue;
    perKind[towards]--;
    told.push({ ...own, weight, towards });
  }
  return told.slice(0, many);
}

/** By column: the weight (mean of the critics) times the difference of the means of both kinds; > 0 where it helps. */
function contributions({ labels }: Pool, { rows, rowWeights, models }: RealCritic) {
  const means = [new Float64Array(rows.width), new Float64Array(rows.width)];
  const totals = [0, 0];
  for (const [row, label] of labels.entries()) {
    totals[label]! += rowWeights[row]!;
    for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++)
      means[label]![rows.columns[k]!]! += rowWeights[row]! * rows.values[k]!;
  }
  const trained = models.filter((model) => model !== undefined);
  const found = new Map<number, { weight: number; towards: 'real' | 'synthetic' }>();
  for (const column of new Set(rows.columns)) {
    const [synthetic, real] = [means[0]![column]! / (totals[0]! || 1), means[1]![column]! / (totals[1]! || 1)];
    let weight = 0;
    for (const { weights } of trained) weight += (weights[2 * column + 1]! - weights[2 * column]!) / trained.length;
    const helps = weight * (real - synthetic);
    if (helps > 0)
      found.set(column, { weight: helps, towards: Math.abs(real) > Math.abs(synthetic) ? 'real' : 'synthetic' });
  }
  return found;
}

interface Seen {
  readonly synthetic: Map<string, number>;
  readonly real: Map<string, number>;
}

/** The commonest run in each of the columns, and the share of texts that have it. */
function namesOf({ texts, labels, real }: Pool, compared: Pick<Telling, 'lengthMatched'>, wanted: ReadonlySet<number>) {
  const seen = new Map<number, Seen>();
  const words = new Map<string, string>();
  for (const [row, text] of texts.entries())
    for (const [column, sign] of signsIn(text, compared, wanted)) {
      if (!seen.has(column)) seen.set(column, { synthetic: new Map(), real: new Map() });
      countUp(seen.get(column)![labels[row] === 1 ? 'real' : 'synthetic'], sign.short);
      words.set(sign.short, sign.words);
    }
  const share = (count: number, of: number) => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`;
  return new Map(
    [...seen].map(([column, kinds]): [number, Pick<Betrayal, 'sign' | 'says' | 'real' | 'synthetic'>] => {
      const count = (sign: string) => (kinds.real.get(sign) ?? 0) + (kinds.synthetic.get(sign) ?? 0);
      const signs = [...new Set([...kinds.real.keys(), ...kinds.synthetic.keys()])];
      const sign = signs.reduce((best, each) => (count(each) > count(best) ? each : best));
      const synthetic = share(kinds.synthetic.get(sign) ?? 0, texts.length - real);
      return [column, { sign, says: words.get(sign)!, real: share(kinds.real.get(sign) ?? 0, real), synthetic }];
    }),
  );
}
