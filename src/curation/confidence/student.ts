/** A student that reads labels: trained on real samples, or on the others of its own kind, a part always left out. */
import { type LabelStudent, LEAST_LABELLED, trainStudent } from '../../asking/label-student.ts';
import type { VectorReader } from '../../asking/vector-reader.ts';
import type { Context } from '../../core/step.ts';
import { type ClassTable, probabilitiesOf, scoresOf } from '../../learn/classifier.ts';
import type { Labelled } from '../../learn/labelled.ts';
import { type Calibrated, calibrate, type Judge, readFrom, type Told } from './judge.ts';

/** Real samples from which on they are learnt from. */
const ENOUGH_REAL = 50;

interface StudentOptions {
  readonly learnFrom?: 'real' | 'others' | undefined;
  readonly folds: number;
}
interface Lent extends Pick<Context<StudentOptions>, 'options' | 'random'> {
  readonly vectors: VectorReader | undefined;
}

/** Nothing where there is too little to learn from, or one label alone. */
export async function studentJudge(
  { real, synthetic }: Told,
  { options, random, vectors }: Lent,
): Promise<Judge | undefined> {
  const from = options.learnFrom ?? (real.length >= ENOUGH_REAL ? 'real' : 'others');
  const student = await trainStudent(from === 'real' ? real : synthetic, { ...options, random, vectors });
  if (student === undefined) return undefined;
  const { names, numbers, labels, scores } = student;
  const scored = from === 'real' ? byWhole(student) : (texts: readonly string[]) => student.scoresOf(texts);
  const known = real.filter(({ label }) => numbers.has(label));
  const { temperature, measures }: Calibrated =
    from === 'others' && known.length >= LEAST_LABELLED
      ? calibrate(await scored(textsOf(known)), labelsOf(known, numbers), 'real')
      : calibrate(scores, labels, from === 'real' ? 'real' : 'given');
  return {
    measures,
    async read({ text, label }) {
      const { values } = probabilitiesOf(await scored([text]), temperature);
      return readFrom(values, { names, given: numbers.get(label) });
    },
  };
}

/** Of texts that are not among those it learnt from. */
function byWhole(student: LabelStudent): (texts: readonly string[]) => Promise<ClassTable> {
  const model = student.whole();
  return async (texts) => scoresOf(model, await student.rowsOf(texts));
}

const textsOf = (labelled: readonly Labelled[]) => labelled.map(({ text }) => text);
const labelsOf = (labelled: readonly Labelled[], numbers: ReadonlyMap<string, number>) =>
  Uint32Array.from(labelled, ({ label }) => numbers.get(label)!);
