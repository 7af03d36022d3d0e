/** Has the label of a text that was changed read, by a model or by a student of the real samples, so that no wrong one is taught. */
import { z } from 'zod';
import { mistake } from '../core/errors.ts';
import { oncePer } from '../core/prepare.ts';
import type { Context, Touches } from '../core/step.ts';
import { fitTemperature } from '../learn/calibration.ts';
import { probabilitiesOf } from '../learn/classifier.ts';
import { asLabel, type Labelled } from '../learn/labelled.ts';
import { seededRandom } from '../math/random.ts';
import { keepSmallestIds } from '../math/smallest-ids.ts';
import { innerText } from '../text/inner-text.ts';
import { readLabel } from './label.ts';
import { type LabelStudent, LEAST_LABELLED, trainStudent } from './label-student.ts';
import { embedderOption, roleOption, styleOption } from './options.ts';
import { vectorReader } from './vector-reader.ts';

export const labelCheckOption = z
  .strictObject({
    by: z
      .enum(['model', 'student'])
      .default('model')
      .describe(
        'Who reads: a model, or a student that is trained on the real samples that have both fields (20 at least), and asked only about texts made from others than it saw.',
      ),
    model: roleOption('the model that reads the label').optional(),
    embedder: embedderOption,
    labels: z
      .union([z.array(z.string().min(1)).min(2), z.record(z.string(), z.string())])
      .describe('All labels, or a map from labels to what they mean.'),
    task: z.string().min(1).default('Which of the labels fits the text?').describe('What is asked about the text.'),
    votes: z
      .int()
      .min(1)
      .max(25)
      .default(1)
      .describe('How often the model is asked, where it cannot tell how sure it is.'),
    least: z.number().min(0).max(1).default(0).describe('Probability that the label read must have.'),
    calibrate: z
      .boolean()
      .default(false)
      .describe('Divide by what the model answers to texts that say nothing: weak models prefer some label.'),
    style: styleOption,
  })
  .refine(({ labels }) => Object.keys(labels).length >= 2, { error: 'give at least two labels', path: ['labels'] })
  .refine(({ by, model }) => (by === 'model') === (model !== undefined), {
    error: 'name the model that reads, or say `by: student`; one of them',
    path: ['model'],
  })
  .refine(({ by, embedder }) => by === 'student' || embedder === undefined, {
    error: 'is for a student',
    path: ['embedder'],
  })
  .describe('Who reads the label of the new text, among which labels.');
export type LabelCheck = z.output<typeof labelCheckOption>;

/** What a label means, by its name. */
export const meaningsOf = ({ labels }: Pick<LabelCheck, 'labels'>): Readonly<Record<string, string>> =>
  Array.isArray(labels) ? Object.fromEntries(labels.map((label) => [label, ''])) : labels;

/** What a step touches beside its own by checking. */
export const checkTouches = (check: LabelCheck | undefined): Required<Pick<Touches, 'asks' | 'embeds' | 'real'>> => ({
  asks: check?.model === undefined ? [] : [check.model],
  embeds: check?.embedder === undefined ? [] : [check.embedder],
  real: check?.by === 'student',
});

export interface Checked {
  readonly text: string;
  readonly label: string;
  /** The text that this one was made from: no student judges it that has seen that. */
  readonly origin: string;
  /** Where the real samples have their texts and labels. */
  readonly fields: { readonly field: string; readonly label: string };
}

type Lent = Pick<Context<unknown>, 'model' | 'embedder' | 'real'>;

/** Whether that label is read, surely enough. Throws the faults of the models, and a mistake where no student can learn. */
export async function hasLabel(
  check: LabelCheck,
  { text, label, origin, fields }: Checked,
  lent: Lent,
): Promise<boolean> {
  const { votes, task, style, calibrate, least } = check;
  if (check.by === 'student') {
    const read = await (await studentFor(check, lent, fields))(text, origin);
    return read.label === label && read.probability >= least;
  }
  const labels = meaningsOf(check);
  const read = await readLabel(lent.model(check.model!), { labels, text, task, votes, style, calibrate });
  return read.label === label && read.probability >= least;
}

/** Real samples that a student learns from, at most, and the parts that are left out in turn. */
const MOST = 20_000;
const FOLDS = 5;

/** Trained with the first text of a run. */
const studentFor = oncePer(async (check: LabelCheck, lent: Lent, fields: Checked['fields']) => {
  const vectors = check.embedder === undefined ? undefined : vectorReader(lent.embedder(check.embedder));
  const known = await labelledReal(check, lent, fields);
  const student = await trainStudent(known, { folds: FOLDS, random: seededRandom('label check'), vectors });
  if (student === undefined) {
    const reason = `a student needs ${LEAST_LABELLED} real samples with \`${fields.field}\` and one of two labels in \`${fields.label}\`, and ${known.length} have them`;
    throw mistake('bad-option', { step: '`check`', option: 'by', reason });
  }
  const temperature = fitTemperature(student.scores, student.labels);
  return async (text: string, origin: string) => {
    const scores = await student.scoresOf([text], [origin]);
    const met = vectors?.faults.get(text);
    if (met !== undefined) throw met;
    return surest(student, probabilitiesOf(scores, temperature).values);
  };
});

function surest({ names }: LabelStudent, chances: Float64Array): { label: string; probability: number } {
  const best = chances.reduce((first, value, at) => (value > chances[first]! ? at : first), 0);
  return { label: names[best]!, probability: chances[best]! };
}

/** By id; of many those with the smallest, which is a choice by chance. */
async function labelledReal(check: LabelCheck, { real }: Lent, fields: Checked['fields']): Promise<Labelled[]> {
  const meanings = meaningsOf(check);
  const found: Labelled[] = [];
  for await (const { id, data } of real()) {
    const own = { id, text: innerText(data[fields.field]).trim(), label: asLabel(data[fields.label]) };
    if (own.text !== '' && Object.hasOwn(meanings, own.label)) found.push(own);
    if (found.length >= 2 * MOST) keepSmallestIds(found, MOST);
  }
  keepSmallestIds(found, MOST);
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
