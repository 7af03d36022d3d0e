/** The novelty filter beside plain all-pairs ROUGE-L, on the same 10,000 instructions, in one run: time and agreement. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/novelty/run.ts [--short]
import { makeNoveltyPool } from '../../src/text/novelty.ts';
import { commonSubsequence, rougeOf, rougeTokens } from '../../src/text/rouge.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince, machine } from '../measure.ts';
import { instructionsFrom } from './instructions.ts';

const MARK = 0.7;
const goals = makeGoals();
const instructions = instructionsFrom(dataFolder('instruct/'), isShort ? 1000 : 10_000);

interface Outcome {
  /** Of each instruction in order, whether the pool took it up. */
  readonly novel: readonly boolean[];
  /** The nearest score, where the way finds it. */
  readonly nearest: readonly number[];
  readonly cpuSeconds: number;
}

const plain = timed(comparedWithAll);
const filter = timed((texts) => filtered(texts, MARK));
const withNearest = timed((texts) => filtered(texts, 0));
goals.atLeast('share taken up, copies being among them', share(plain.novel), 0.3);
goals.atMost('share taken up, copies being among them', share(plain.novel), 0.95);
goals.atLeast('decisions of the filter as those of all-pairs', share(agreements(filter)), 0.99);
goals.atLeast('nearest scores as those of all-pairs', share(sameScores()), 0.99);
if (!isShort) goals.atLeast('times as fast as all-pairs', plain.cpuSeconds / filter.cpuSeconds, 50);
finish(import.meta.dirname, report(), goals);

function timed(way: (texts: readonly string[]) => Omit<Outcome, 'cpuSeconds'>): Outcome {
  const before = process.cpuUsage();
  const found = way(instructions);
  return { ...found, cpuSeconds: cpuSecondsSince(before) };
}

/** Words are found once for each text and numbered, so that a comparison is one table of whole numbers and nothing else. */
function comparedWithAll(texts: readonly string[]): Omit<Outcome, 'cpuSeconds'> {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  const pool: Int32Array[] = [];
  const nearest: number[] = [];
  const novel = texts.map((text) => {
    const words = Int32Array.from(rougeTokens(text), numberOf);
    let best = 0;
    for (const other of pool)
      best = Math.max(best, rougeOf(commonSubsequence(words, other), [words.length, other.length]));
    nearest.push(best);
    if (best < MARK) pool.push(words);
    return best < MARK;
  });
  return { novel, nearest };
}

function filtered(texts: readonly string[], atLeast: number): Omit<Outcome, 'cpuSeconds'> {
  const pool = makeNoveltyPool();
  const nearest: number[] = [];
  const novel = texts.map((text) => {
    const score = pool.nearest(text, atLeast)?.score ?? 0;
    nearest.push(score);
    if (score < MARK) pool.add(text);
    return score < MARK;
  });
  return { novel, nearest };
}

function agreements(other: Outcome): boolean[] {
  return plain.novel.map((each, at) => each === other.novel[at]);
}

function sameScores(): boolean[] {
  return plain.nearest.map((each, at) => each === withNearest.nearest[at]);
}

function report(): string {
  const agree = (other: Outcome) => percent(share(agreements(other)));
  const row = (name: string, { cpuSeconds, novel }: Outcome, said: string) =>
    `| ${name} | ${cpuSeconds.toFixed(2)} | ${(plain.cpuSeconds / cpuSeconds).toFixed(0)} × | ${novel.filter(Boolean).length} | ${said} |`;
  return `# The novelty filter beside plain all-pairs ROUGE-L

${instructions.length.toLocaleString('en')} instructions in order, each compared with all that were taken up before it; taken up below ROUGE-L F1 ${MARK}.
One process, one run; ${machine()}.

| way | CPU seconds | faster | taken up | decisions as all-pairs |
|---|---|---|---|---|
${row('plain all-pairs', plain, '–')}
${row('filter', filter, agree(filter))}
${row('filter, nearest text always found', withNearest, `${agree(withNearest)}; same nearest score: ${percent(share(sameScores()))}`)}

Goals: at least 50 × faster with at least 99 % of the decisions. All times include finding the words. The instructions are the
public ones of ${isShort ? 'Self-Instruct' : 'Self-Instruct, WizardLM and Alpaca'} that the data folder holds, and seeded variations of them (\`instructions.ts\`).
`;
}

function share(hits: readonly boolean[]): number {
  return hits.filter(Boolean).length / hits.length;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}
