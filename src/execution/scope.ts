/** What belongs to one piece of work of one step: its draws, its questions, the ids of its children. */
import { bug } from '../core/errors.ts';
import type { Answer, Embedder, Question } from '../core/model.ts';
import { canonical, hashText } from '../core/recipe.ts';
import type { Fields, Sample } from '../core/sample.ts';
import type { Birth, Scope } from '../core/step.ts';
import { FingerprintTable } from '../math/fingerprint-table.ts';
import { seededRandom } from '../math/random.ts';

/** Where in a run a piece of work stands. */
export interface Place {
  readonly seed: number;
  /** Key of the step. */
  readonly step: string;
  /** Id of the sample at work, the name of an item of `each`, or '' for the step as a whole. */
  readonly sample: string;
  readonly round: number;
}

/** One question, with the place that asks it and how often this place asked the same before (from 1). */
export interface Asking<Value> {
  readonly place: Place;
  readonly role: string;
  readonly nth: number;
  readonly question: Question<Value>;
}

/** Who lends models; knows the roles that the step declared. */
export interface Lender {
  modelId(role: string): string;
  ask<Value>(asking: Asking<Value>): Promise<Answer<Value>>;
  embedder(role: string): Embedder;
}

/** Makes the scope of a place. Two scopes of equal places draw, ask and bear alike. */
export function makeScope(place: Place, lender: Lender, births = makeBirths(place)): Scope {
  const asked = new Map<string, number>();
  let random: (() => number) | undefined;
  const ask =
    (role: string) =>
    <Value = string>(question: Question<Value>): Promise<Answer<Value>> => {
      const nth = countUp(asked, `${role} ${questionText(question)}`);
      return lender.ask({ place, role, nth, question });
    };
  return {
    random: () => {
      random ??= seededRandom(
        `draws ${place.seed} ${place.step} ${place.sample} ${place.sample === '' ? place.round : ''}`,
      );
      return random();
    },
    model: (role) => ({ id: lender.modelId(role), ask: ask(role) }),
    embedder: (role) => lender.embedder(role),
    child: births,
  };
}

/** The parts of a question that can change its answer, as one text. */
const questionText = <Value>(question: Question<Value>): string =>
  canonical({ ...question, schema: question.schema === undefined ? undefined : 'schema' });

/**
 * Gives ids to children: from the seed, the step, the parents, and the name or the order among siblings.
 * A source keeps one for all its rounds, so that a later round goes on counting.
 */
export function makeBirths(place: Place): Scope['child'] {
  const siblings = new Map<string, number>();
  let names: FingerprintTable | undefined;
  return (parents: Sample | readonly Sample[], data: Fields, birth: Birth = {}): Sample => {
    const ids = [parents].flat().map((parent) => (parent as Sample).id);
    const family = `${place.seed} ${place.step} ${ids.join(' ')}`;
    let id: string;
    if (birth.name === undefined) id = hashText(`${family} ${countUp(siblings, family)}`, 16);
    else {
      names ??= new FingerprintTable();
      let twin = 0;
      do id = hashText(`${family} name ${birth.name} ${twin++}`, 16);
      while (!names.set(id, 0));
    }
    if (birth.real === true && ids.length > 0)
      throw bug('internal', { reason: `\`${place.step}\` called a sample with parents real.` });
    const origin = { step: place.step, parents: ids, real: birth.real === true, round: place.round };
    return { id, data, notes: {}, origin };
  };
}

function countUp(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1;
  counts.set(name, next);
  return next;
}
