/** What `pii` finds, beside Presidio on the same texts in the same run: labelled sentences, planted identities, formats; speed. */
// SYNTHLOOM_DATA=<folder of the public data sets> [PRESIDIO_PYTHON=<python with presidio-analyzer and datatrove>] node bench/pii/run.ts [--short]
import { makeEye } from '../../src/curation/pii/eye.ts';
import { pii } from '../../src/curation/pii.ts';
import { openKernels } from '../../src/kernels/open.ts';
import { openPiiFinder, type PiiFinder } from '../../src/text/pii/detect.ts';
import { type PiiKind, piiKinds } from '../../src/text/pii/finding.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { RUNNING_TEXTS, runningTexts } from '../data-files.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince, machine, median } from '../measure.ts';
import { identityTexts, recallByField } from './identities.ts';
import { datatrove, type Presidio, presidio, spansFrom } from './peers.ts';
import { plantedIn } from './planted.ts';
import { precisions, wilson } from './precision.ts';
import { alsoRightFor, labelledTexts, pairings, type Score, type Span, scoreOf } from './score.ts';

const folder = dataFolder('pii/ and text/');
const goals = makeGoals();

/** Kinds that have a form: what Presidio finds without a language model too. */
const BY_FORM: readonly PiiKind[] = piiKinds.filter((kind) => !['person', 'place', 'address'].includes(kind));
/** What datatrove's PIIFormatter looks for. */
const OF_DATATROVE: readonly PiiKind[] = ['email', 'ip'];
/** Presidio says what it finds from a score of 0.01 on; its own documentation filters at about this. */
const MARK = 0.4;
/** Labels and fields with a form, of which at least this share must be found. */
const OF_A_FORM = new Set(['CREDIT_CARD', 'EMAIL_ADDRESS', 'IP_ADDRESS', 'PHONE_NUMBER', 'US_SSN']);
const FIELDS_OF_A_FORM = new Set([
  'e-mail',
  'telephone, with +',
  'card, six digits of the table',
  'date of birth',
  'password',
]);
const LEAST_RECALL = 0.99;
/** Characters of the pieces that datatrove is compared on. */
const PIECE = 1000;
const ROUNDS = isShort ? 1 : 9;
const LEAST_SECONDS = isShort ? 0.001 : 0.2;

const { countries } = pii.step.options.parse({});
const finderOf = (kinds: readonly PiiKind[]) =>
  openPiiFinder({ kinds, countries, certainty: 0.5 }, makeEye(openKernels()));
const [finder, forms, few] = await Promise.all([piiKinds, BY_FORM, OF_DATATROVE].map(finderOf));
const spansOf = (text: string) => finder!.find(text).map(({ kind, start, end }): Span => ({ type: kind, start, end }));

const labelled = labelledTexts(folder);
const peer = await presidio(labelled.map(({ text }) => text));
const pages = runningTexts(folder);
const long = pages.slice(0, isShort ? 20 : 150);
const page = `# \`pii\` beside Presidio

${machine()}; one run. ${peerSaid()}

${labelledSaid()}

${await identitiesSaid(folder)}

${plantedSaid(folder)}

${await precisionSaid(folder)}

${await speedSaid()}
`;
finish(import.meta.dirname, page, goals);

function peerSaid(): string {
  if (peer === undefined) return 'Presidio was not run: set PRESIDIO_PYTHON.';
  if (peer.model !== 'none') return `Presidio uses spaCy's ${peer.model}.`;
  return 'No language model of spaCy was to be had from the package index, so Presidio ran with its pattern recognisers and their context words alone: it cannot find names or places in this run.';
}

function labelledSaid(): string {
  const ours = labelled.map(({ text }) => spansOf(text));
  const cells = ({ recall, precision, f2 }: Score) =>
    [recall, precision, f2].map((value) => value.toFixed(3)).join(' | ');
  const rows = pairings.map((pairing) => {
    const also = alsoRightFor(pairing.gold);
    const own = scoreOf(labelled, ours, pairing, also);
    if (OF_A_FORM.has(pairing.gold)) goals.atLeast(`recall of ${pairing.gold}`, own.recall, LEAST_RECALL);
    if (pairing.gold === 'PERSON') goals.atLeast('recall of PERSON', own.recall, 0.85);
    const theirs = (mark: number) => cells(scoreOf(labelled, spansFrom(peer!, labelled, mark), pairing, also));
    const others = peer === undefined ? [] : [0, MARK].map(theirs);
    return `| ${[pairing.gold, own.labels, cells(own), ...others].join(' | ')} |`;
  });
  const heads = ` Presidio: recall | precision | F2 | from ${MARK} on: recall | precision | F2 |`;
  return `## Labelled sentences

${labelled.length} made-up sentences with labels, of 136 templates (Presidio's synthetic set, the part that our rules were written with: a
held-out part may come out lower). A label counts as found where half of its characters are; a finding as right where half
of it is labelled so.

| label | labels | ours: recall | precision | F2 |${peer === undefined ? '' : heads}
|---|---|---|---|---|${peer === undefined ? '' : '---|---|---|---|---|---|'}
${rows.join('\n')}

Labels that no kind of ours is for: ORGANIZATION, DATE_TIME (dates of birth alone are looked for), AGE, TITLE, NRP, DOMAIN_NAME.
LOCATION of Presidio counts for GPE, STREET_ADDRESS and ZIP_CODE, as our \`place\` and \`address\` do.`;
}

async function identitiesSaid(from: string): Promise<string> {
  const texts = identityTexts(from, { first: 1, every: 2 });
  const other = await presidio(texts.map(({ text }) => text));
  const theirs = other === undefined ? undefined : spansFrom(other, texts, 0);
  const fields = recallByField(
    texts,
    texts.map(({ text }) => spansOf(text)),
    theirs,
  );
  const share = (hits: number, of: number) => (of === 0 ? '' : (hits / of).toFixed(3));
  const rows = fields.map(({ field, planted, ours, theirs: found }) => {
    goals.atLeast(`recall of ${field}`, ours / planted, FIELDS_OF_A_FORM.has(field) ? LEAST_RECALL : 0.4);
    const cells = [field, planted, share(ours, planted), ...(found === undefined ? [] : [share(found, planted)])];
    return `| ${cells.join(' | ')} |`;
  });
  return `## Held out: identities of thirty countries

Fields of made-up identities (FakeNameGenerator, 24 languages of names), each in a sentence of ours between sentences of an
old novel. No rule was mended by these ones, at odd places of the table; some were by those at even places, which stand in
the same sentences of ours: one word (“reach”, before telephone numbers) was added for one of these. The labelled sentences
above were filled from the same service, so some values may stand there too. The table was saved by a spreadsheet
that spoilt cards and long numbers: of a card its first six digits are left, and the others are drawn; numbers that were
spoilt are left out. Found: half of the characters, as that kind.

| field | planted | our recall |${theirs === undefined ? '' : ' Presidio, all scores |'}
|---|---|---|${theirs === undefined ? '' : '---|'}
${rows.join('\n')}`;
}

function plantedSaid(from: string): string {
  const { rows, clean, falseHits } = plantedIn(from, forms!, isShort ? 20 : 300);
  for (const { form, planted, found } of rows) goals.atLeast(`recall of ${form}`, found / planted, LEAST_RECALL);
  goals.atMost('findings in a sentence without any of these forms', falseHits / clean, 0.004);
  const table = rows.map(
    ({ form, planted, found }) => `| ${form} | ${found} of ${planted} | ${(found / planted).toFixed(3)} |`,
  );
  return `## Formats

Formats that faker makes, each planted in a sentence of Wikipedia. In ${clean} such sentences as they are there were ${falseHits}
findings of these kinds; some are true.

| form | found, to its end | recall |
|---|---|---|
${table.join('\n')}`;
}

async function precisionSaid(from: string): Promise<string> {
  const share = (right: number, of: number) => {
    const [low, high] = wilson(right, of);
    return `${(right / of).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}), ${right} of ${of}`;
  };
  const judgements = await precisions(from, finder!);
  const sum = (of: 'judged' | 'found' | 'foundRight') => judgements.reduce((total, each) => total + each[of], 0);
  goals.atLeast('share of the judged persons and places that is found', sum('found') / sum('judged'), 0.5);
  goals.atLeast('share of these that is right', sum('foundRight') / sum('found'), 0.65);
  const rows = judgements.map(
    ({ part, source, kind, judged, right, found, foundRight }) =>
      `| ${kind} | ${source} | ${part} | ${share(right, judged)} | ${share(foundRight, found)} |`,
  );
  return `## Persons and places in running text

Findings that a reader judged (\`judged.jsonl\`), with 95 % intervals (Wilson). Both halves of the first part were drawn
before rules were mended by one of them; the fresh part afterwards, from what was not drawn before, and that is what holds
of the rules as they are. The sentences of Wikipedia are all in small letters, without signs: the hardest case.

| kind | texts | part | right, as drawn | of those, found now |
|---|---|---|---|---|
${rows.join('\n')}`;
}

async function speedSaid(): Promise<string> {
  const other = await presidio(long);
  const mean = (long.reduce((sum, text) => sum + text.length, 0) / long.length / 1000).toFixed(1);
  const heads = ` Presidio, patterns${peer?.model === 'none' ? '' : ' and names'} | forms beside it | all beside it |`;
  const sentences = labelled.map(({ text }) => text);
  return `## Texts a CPU second

One core, the median of ${ROUNDS} rounds.

| texts | forms alone | all kinds, names too |${peer === undefined ? '' : heads}
|---|---|---|${peer === undefined ? '' : '---|---|---|'}
${speedRow('the labelled sentences', sentences, peer)}
${speedRow(`${RUNNING_TEXTS}, ${mean} kB each`, long, other)}

${await datatroveSaid()}`;
}

function speedRow(what: string, texts: readonly string[], theirs: Presidio | undefined): string {
  const [some, every] = [textsASecond(forms!, texts), textsASecond(finder!, texts)];
  if (theirs === undefined) return `| ${what} | ${some.toFixed(0)} | ${every.toFixed(0)} |`;
  const other = texts.length / theirs.seconds;
  return `| ${what} | ${some.toFixed(0)} | ${every.toFixed(0)} | ${other.toFixed(0)} | ${(some / other).toFixed(0)} × | ${(every / other).toFixed(0)} × |`;
}

async function datatroveSaid(): Promise<string> {
  const pieces = pages.flatMap((text) =>
    Array.from({ length: Math.floor(text.length / PIECE) }, (_, at) => text.slice(at * PIECE, (at + 1) * PIECE)),
  );
  const [bare, some] = [pieces.filter((text) => few!.find(text).length === 0), pieces];
  const row = async (what: string, texts: readonly string[]) => {
    const own = textsASecond(few!, texts);
    const theirs = await datatrove(texts);
    const other = theirs === undefined ? undefined : texts.length / theirs.seconds;
    const beside = other === undefined ? '' : ` ${other.toFixed(0)} | ${(own / other).toFixed(0)} × |`;
    return `| ${what} | ${texts.length} | ${own.toFixed(0)} |${beside}`;
  };
  const plain = Array.from({ length: 500 }, (_, at) =>
    'and so they went home by the old road, as ever. '.repeat(22).slice(at % 40, PIECE + (at % 40)),
  );
  const rows = [await row('all', some), await row('nothing found', bare), await row('no digit, no sign of one', plain)];
  const hasPeer = rows[0]!.split('|').length > 5;
  return `E-mail and IP addresses alone, as datatrove's PIIFormatter, in pieces of ${PIECE} characters of ${RUNNING_TEXTS}; the last row is plain prose:

| pieces | number | ours |${hasPeer ? ' datatrove | ours beside it |' : ''}
|---|---|---|${hasPeer ? '---|---|' : ''}
${rows.join('\n')}`;
}

/** Texts a CPU second, the median of some rounds, each of some tenths of a second. */
function textsASecond(by: PiiFinder, texts: readonly string[]): number {
  const round = () => {
    const before = process.cpuUsage();
    let count = 0;
    for (; count === 0 || cpuSecondsSince(before) < LEAST_SECONDS; count += texts.length)
      for (const text of texts) by.find(text);
    return count / cpuSecondsSince(before);
  };
  round();
  return median(Array.from({ length: ROUNDS }, round));
}
