/** Public sets of labelled texts, and ways to spoil their labels, for the benches of steps that judge labels. */
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { textIn } from '../data-files.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

export interface LabelledSet {
  readonly name: string;
  readonly train: readonly LabelledText[];
  readonly test: readonly LabelledText[];
}

const linesIn = (data: string, file: string, encoding: BufferEncoding) =>
  textIn(data, `classify/${file}`, encoding).split(/\r?\n/).filter(Boolean);

/** A fifth for the test, drawn once and for all. */
function splitInFive(name: string, all: readonly LabelledText[]): LabelledSet {
  const order = shuffled(seededRandom(`split ${name}`), all);
  const cut = Math.floor(order.length / 5);
  return { name, test: order.slice(0, cut), train: order.slice(cut) };
}

export function smsSpam(data: string): LabelledSet {
  const lines = linesIn(data, 'sms-spam.tsv', 'utf8').slice(1);
  const rows = lines.map((line) => ({
    label: line.slice(0, line.indexOf('\t')),
    text: line.slice(line.indexOf('\t') + 1),
  }));
  return splitInFive('SMS spam', [...new Map(rows.map((row) => [row.text, row])).values()]);
}

export function trec(data: string): LabelledSet {
  const read = (file: string) =>
    linesIn(data, file, 'latin1').map((line) => ({
      label: line.slice(0, line.indexOf(':')),
      text: line.slice(line.indexOf(' ') + 1),
    }));
  return { name: 'TREC questions', train: read('trec-train.txt'), test: read('trec-test.txt') };
}

export function sentencePolarity(data: string): LabelledSet {
  const read = (label: string) =>
    linesIn(data, `sentence-polarity-${label}.txt.gz`, 'latin1').map((text) => ({ label, text }));
  return splitInFive('sentence polarity', [...read('neg'), ...read('pos')]);
}

/** A quoted text has its quotes doubled, and may hold line breaks. */
export function banking77(data: string): LabelledSet {
  const read = (file: string) =>
    csvRows(textIn(data, `classify/${file}`)).map(([text = '', label = '']) => ({ text, label }));
  return { name: 'Banking77', train: read('banking77-train.csv.gz'), test: read('banking77-test.csv') };
}

function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '') break;
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.slice(1).filter((row) => row.length === 2);
}

/** The same texts, where that share of labels, drawn at random, is another one, each as likely; and which they are. */
export function flipped(set: readonly LabelledText[], share: number, seed: string) {
  const names = [...new Set(set.map(({ label }) => label))].sort();
  const random = seededRandom(`flip ${seed} ${share}`);
  const wrong = new Uint8Array(set.length);
  const order = shuffled(random, [...set.keys()]).slice(0, Math.round(share * set.length));
  for (const row of order) wrong[row] = 1;
  const rows = set.map(({ text, label }, row) => {
    const others = names.filter((name) => name !== label);
    return wrong[row] === 1 ? { text, label: others[Math.floor(random() * others.length)]! } : { text, label };
  });
  return { rows, wrong };
}
