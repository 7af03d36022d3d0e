/** Ten thousand instructions for the novelty filter: public ones, and seeded variations as near to them as a model's. */
import { drawIndex, drawOne, seededRandom } from '../../src/math/random.ts';
import { isShort } from '../arguments.ts';
import { rowsIn, textIn } from '../data-files.ts';

/** Every instruction, task after task; the last two sets may not be kept here. */
function originalsIn(folder: string): string[] {
  const own = rowsIn(folder, 'instruct/self-instruct-seed-tasks.jsonl').map(({ instruction }) => instruction!);
  if (isShort) return own;
  const wizard = rowsIn(folder, 'instruct/wizardlm-evol-testset.jsonl').map(({ Instruction }) => Instruction!);
  const alpaca = JSON.parse(textIn(folder, 'instruct/alpaca-en-demo.json.gz')) as { readonly instruction: string }[];
  return [...own, ...wizard, ...alpaca.map(({ instruction }) => instruction)];
}

/** Those of the files first, in an order of their own; then variations of them. */
export function instructionsFrom(folder: string, wanted: number): string[] {
  const random = seededRandom('novelty bench');
  const cleaned = originalsIn(folder).map((each) => each.replaceAll(/\s+/g, ' ').trim());
  const originals = [...new Set(cleaned.filter((each) => each !== ''))];
  const words = originals.flatMap((each) => each.split(' '));
  const all = [...originals];
  while (all.length < wanted) all.push(variation(random, drawOne(random, originals), { originals, words }));
  return all.slice(0, wanted);
}

interface Stock {
  readonly originals: readonly string[];
  readonly words: readonly string[];
}

/**
 * Some words replaced (a share of 0 to 0.8 of them), and now and then the second half of another instruction instead of
 * its own: from copies to texts that share little but their form.
 */
function variation(random: () => number, original: string, { originals, words }: Stock): string {
  const share = 0.8 * random();
  const own = original.split(' ');
  const other = drawOne(random, originals).split(' ');
  const mixed = random() < 0.3 ? [...own.slice(0, own.length / 2), ...other.slice(other.length / 2)] : own;
  const kept = mixed.map((word) => (random() < share ? drawOne(random, words) : word));
  if (random() < 0.2) kept.splice(drawIndex(random, kept.length), 1);
  return kept.join(' ');
}
