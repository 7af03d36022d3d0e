/** Banking77 with labels flipped: how right the kept labels are against how many are kept, as the mark rises. */
// SYNTHLOOM_DATA=<folder of the public data sets> node bench/confidence/run.ts [--short]
import type { Sample } from '../../src/core/sample.ts';
import { confidence } from '../../src/curation/confidence.ts';
import { aucOf } from '../../src/learn/auc.ts';
import { seededRandom, shuffled } from '../../src/math/random.ts';
import { runStep, type StepResult } from '../../src/testing/test-step.ts';
import { dataFolder, isShort } from '../arguments.ts';
import { finish, makeGoals } from '../goals.ts';
import { cpuSecondsSince } from '../measure.ts';
import { banking77, flipped } from '../weight/labelled-sets.ts';

const goals = makeGoals();
const MARKS = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];

const set = banking77(dataFolder('classify/'));
const train = shuffled(seededRandom('banking'), set.train).slice(0, isShort ? 800 : set.train.length);
/** The test messages stand for the real ones that a user has. */
const real = shuffled(seededRandom('real'), set.test);
const fromReal = { name: 'real messages', more: {}, real };
const fromOthers = {
  name: `the others, calibrated on ${isShort ? 200 : 500} real ones`,
  more: { learnFrom: 'others' },
  real: real.slice(0, isShort ? 200 : 500),
};
const arms = (isShort ? [0.2] : [0.2, 0.4]).flatMap((share) =>
  [fromReal, fromOthers].map((arm) => ({ ...arm, share })),
);

const curves: string[] = [];
const honest: string[] = [];
for (const arm of arms) {
  const { rows, wrong } = flipped(train, arm.share, 'banking');
  const before = process.cpuUsage();
  const given = rows.map(({ text, label }, row) => ({ text, label, wrong: wrong[row] === 1 }));
  const asFields = arm.real.map(({ text, label }) => ({ text, label }));
  const result = await runStep(confidence, { given, real: asFields, with: { least: 0, ...arm.more } });
  const cpuSeconds = cpuSecondsSince(before);
  judge(`${arm.name}, ${percent(arm.share)} flipped`, result);
  const who = `| ${arm.name} | ${percent(arm.share)} |`;
  curves.push(`${who} ${curve(result).join(' | ')} |`);
  honest.push(`${who} ${facts(result).join(' | ')} | ${cpuSeconds.toFixed(0)} |`);
}
finish(import.meta.dirname, report(), goals);

function judgedIn({ kept }: StepResult): readonly Sample[] {
  return kept.filter(({ origin }) => !origin.real);
}

/** Share of the kept labels that are right, and share of all that is kept. */
function keptAt(result: StepResult, mark: number): { readonly right: number; readonly kept: number } {
  const judged = judgedIn(result);
  const kept = judged.filter(({ notes }) => (notes.confidence as number) >= mark);
  const right = kept.filter(({ data: fields }) => fields.wrong === false).length;
  return { right: right / Math.max(1, kept.length), kept: kept.length / judged.length };
}

function curve(result: StepResult): string[] {
  return MARKS.map((mark) => keptAt(result, mark)).map(({ right, kept }) => `${percent(right, 1)} of ${percent(kept)}`);
}

/** That a wrong label has a lower probability than a right one. */
function aucIn(result: StepResult): number {
  const judged = judgedIn(result);
  const isWrong = judged.map(({ data: fields }) => (fields.wrong === true ? 1 : 0));
  return aucOf(
    judged.map(({ notes }) => -(notes.confidence as number)),
    isWrong,
  ).auc;
}

function measured({ measures }: StepResult, name: string, calibrated?: string): number {
  const found = measures.find(
    (each) => each.name === name && (calibrated === undefined || each.labels.calibrated === calibrated),
  );
  return found?.value ?? Number.NaN;
}

function judge(who: string, result: StepResult): void {
  const [all, some] = [keptAt(result, 0), keptAt(result, 0.2)];
  goals.atLeast(`${who}: AUC`, aucIn(result), 0.95);
  goals.atLeast(`${who}: share of right labels at 0.2, all being ${percent(all.right)}`, some.right, 0.97);
  goals.atLeast(`${who}: share of labels kept at 0.2`, some.kept, all.right - 0.2);
  const [before, after] = [measured(result, 'ece', 'no'), measured(result, 'ece', 'yes')];
  goals.atMost(`${who}: calibration error after the temperature`, after, Math.min(before, 0.1));
}

function facts(result: StepResult): string[] {
  return [
    aucIn(result).toFixed(3),
    percent(measured(result, 'accuracy'), 1),
    measured(result, 'temperature').toFixed(2),
    measured(result, 'ece', 'no').toFixed(3),
    measured(result, 'ece', 'yes').toFixed(3),
  ];
}

function percent(share: number, decimals = 0): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

function report(): string {
  return `# How right the kept labels are, and how many are kept

Banking77: ${train.length} training messages with ${new Set(train.map(({ label }) => label)).size} intents, of which that share has another one, drawn at random. The student
learns from the ${real.length} messages of the test set, or from the given messages themselves, a fifth left out in turn. A cell
says how many of the kept labels are right, and how many of all are kept, at that mark.

| learns from | flipped | ${MARKS.map((mark) => `≥ ${mark}`).join(' | ')} |
|---|---|${MARKS.map(() => '---|').join('')}
${curves.join('\n')}

How well the probability of the given label tells wrong ones (AUC); accuracy and expected calibration error on real messages
that the student has not seen, before and after the temperature (after: on halves that it was not fitted to).

| learns from | flipped | AUC | accuracy | temperature | ECE before | ECE after | CPU seconds |
|---|---|---|---|---|---|---|---|
${honest.join('\n')}
`;
}
