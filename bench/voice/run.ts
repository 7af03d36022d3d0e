/** Diphones in 720 chosen sentences beside the 720 Harvard sentences, scored alike; and how well unknown words are said. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/voice/run.ts [lines.jsonl of a `voice` run …]
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { greedyCover } from '../../src/math/greedy-cover.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { possibleDiphones, soundsOf } from '../../src/text/diphones.ts';
import { learnLetterToSound, type Pronounced } from '../../src/text/letter-to-sound.ts';
import { openPronunciations, PHONEMES } from '../../src/text/pronunciation.ts';
import { publicData } from '../arguments.ts';

const folder = publicData('speech/ and text/');
const CHOSEN = 720;
/** Words of a candidate: Harvard sentences have 5 to 11. */
const SHORTEST = 5;
const LONGEST = 11;

interface Scored {
  readonly name: string;
  readonly sentences: number;
  readonly words: number;
  readonly diphones: number;
  readonly phonemes: number;
}

const pronunciations = await openPronunciations();
const possible = possibleDiphones(pronunciations);
const numbers = new Map([...possible].map((diphone, at) => [diphone, at]));

const harvard = (JSON.parse((await read('speech/harvard-sentences.json')).toString()) as { data: string[] }).data;
const publicText = await candidates();
const ownFiles = process.argv.slice(2);
const own = (await Promise.all(ownFiles.map(linesOf))).flat();

const rows: Scored[] = [score('Harvard sentences (IEEE 1969)', harvard)];
rows.push(score('chosen from public text', choose(publicText)));
rows.push(score('chosen from public text, most for their length', choose(publicText, true)));
rows.push(
  score('chosen at random from public text (seed 1)', shuffled(seededRandom('1'), publicText).slice(0, CHOSEN)),
);
if (own.length > 0) {
  rows.push(score(`all ${own.length} lines of the embedded model (\`voice\`)`, own));
  rows.push(score('chosen from public text and the embedded model’s lines', choose([...own, ...publicText])));
}

const page = [...table(), '', ...unknownWords(), ''].join('\n');
process.stdout.write(page);
await writeFile(new URL('./result.md', import.meta.url), page);
const [reference, best] = rows as [Scored, Scored];
process.exitCode = best.diphones >= reference.diphones ? 0 : 1;
if (process.exitCode === 1)
  console.error(`${fileURLToPath(import.meta.url)}: fewer diphones than the Harvard sentences`);

async function read(path: string): Promise<Buffer> {
  const bytes = await readFile(join(folder!, path));
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** Sentences of books out of copyright and of transcripts in the public domain, without those that hold unknown words. */
async function candidates(): Promise<string[]> {
  const books = ['austen-emma', 'austen-persuasion', 'chesterton-ball', 'chesterton-brown', 'chesterton-thursday'];
  const texts = await Promise.all(books.map(async (book) => (await read(`text/gutenberg/${book}.txt.gz`)).toString()));
  const transcripts = (await read('speech/ljspeech-train.txt.gz')).toString().replaceAll(/^[^|]*\|/gm, '');
  const sentences = [...texts, transcripts].flatMap((text) =>
    text.split(/(?<=[.!?]["”’']?)\s+(?=["“A-Z])|\n\s*\n/).map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim()),
  );
  const fitting = sentences.filter((sentence) => {
    if (!/^[A-Z][^\d_*[\]]*[.!?]$/.test(sentence)) return false;
    const { words, guessed } = soundsOf(sentence, pronunciations);
    return words >= SHORTEST && words <= LONGEST && guessed.length === 0;
  });
  return [...new Set(fitting)];
}

async function linesOf(file: string): Promise<string[]> {
  const rows = (await readFile(file, 'utf8')).trim().split('\n');
  return rows.map((row) => (JSON.parse(row) as { text: string }).text);
}

function choose(sentences: readonly string[], perWord = false): string[] {
  const heard = sentences.map((sentence) => soundsOf(sentence, pronunciations));
  const sets = heard.map(({ diphones }) => Uint32Array.from([...diphones].flatMap((each) => numbers.get(each) ?? [])));
  const costs = perWord ? { costs: heard.map(({ words }) => words) } : {};
  return greedyCover(sets, { most: CHOSEN, fill: true, ...costs }).chosen.map((at) => sentences[at]!);
}

function score(name: string, sentences: readonly string[]): Scored {
  const diphones = new Set<string>();
  const phonemes = new Set<string>();
  let words = 0;
  for (const sentence of sentences) {
    const sounds = soundsOf(sentence, pronunciations);
    for (const each of sounds.diphones) if (possible.has(each)) diphones.add(each);
    for (const each of sounds.phonemes) phonemes.add(each);
    words += sounds.words;
  }
  return { name, sentences: sentences.length, words, diphones: diphones.size, phonemes: phonemes.size };
}

function table(): string[] {
  const share = (count: number) => `${((100 * count) / possible.size).toFixed(1)} %`;
  return [
    '# Diphones of chosen sentences',
    '',
    `Every set is scored with the same dictionary (CMU, ${[...pronunciations.words()].length.toLocaleString('en')} words in`,
    `letters), first pronunciations, without stress, a pause at each mark. English can have ${possible.size} diphones of`,
    `${PHONEMES.length} phonemes and a pause. Public text: ${publicText.length.toLocaleString('en')} sentences of ${SHORTEST} to ${LONGEST} known words`,
    'from five Project Gutenberg books and the LJSpeech transcripts.',
    '',
    '| sentences | number | words | diphones | of those possible | phonemes |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ name, sentences, words, diphones, phonemes }) =>
        `| ${name} | ${sentences} | ${words.toLocaleString('en')} | ${diphones.toLocaleString('en')} | ${share(diphones)} | ${phonemes} |`,
    ),
  ];
}

/** Every twentieth word is held out; the rest is what the guess learns from, in full and in the share that a run uses. */
function unknownWords(): string[] {
  const all = [...pronunciations.words()];
  const held = all.filter((_, at) => at % 20 === 7);
  const rest = all.filter((_, at) => at % 20 !== 7);
  const half = rest.filter((_, at) => at % 2 === 0);
  return [
    '# Unknown words',
    '',
    `Every twentieth word of the dictionary is held out (${held.length.toLocaleString('en')}), and guessed from the letters by what was learnt from the others.`,
    '',
    '| learnt from | words without a mistake | phonemes without a mistake |',
    '|---|---|---|',
    ...[rest, half].map((known) => guessRow(known, held)),
  ];
}

function guessRow(known: readonly Pronounced[], held: readonly Pronounced[]): string {
  const guess = learnLetterToSound(known);
  let right = 0;
  let mistakes = 0;
  let phonemes = 0;
  for (const [word, said] of held) {
    const distance = editDistance(guess(word), said);
    if (distance === 0) right++;
    mistakes += distance;
    phonemes += said.length;
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return `| ${known.length.toLocaleString('en')} words | ${percent(right / held.length)} | ${percent(1 - mistakes / phonemes)} |`;
}

/** Phonemes to insert, leave out or exchange (Levenshtein 1966). */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [index, phoneme] of a.entries()) {
    const next = [index + 1];
    for (let at = 1; at <= b.length; at++)
      next.push(Math.min(row[at]! + 1, next[at - 1]! + 1, row[at - 1]! + (phoneme === b[at - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}
