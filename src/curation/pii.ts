/** Finds what is personal or secret in samples, and notes it, drops them, masks it, or puts fakes in its place. */
import { z } from 'zod';
import { defineStep, drop, keep, withData, withNotes } from '../core/define.ts';
import { oncePer } from '../core/prepare.ts';
import type { Notes, Sample } from '../core/sample.ts';
import type { Context } from '../core/step.ts';
import { openKernels } from '../kernels/open.ts';
import { seededRandom } from '../math/random.ts';
import { openPiiFinder, type PiiFinder } from '../text/pii/detect.ts';
import { type Finding, piiKinds } from '../text/pii/finding.ts';
import { askNames, namesAt } from './pii/ask-names.ts';
import { makeEye } from './pii/eye.ts';
import { type Faker, makeFaker } from './pii/fakes.ts';
import { type PlacedText, replaced, textsOf } from './pii/texts.ts';

/** Places alone say little of a person, and are in most texts. */
const usualKinds = piiKinds.filter((kind) => kind !== 'place');
/** Where most of the people live who write the languages that models are trained on. */
const usualCountries =
  'US CA GB IE AU NZ DE AT CH FR BE NL LU ES PT IT SE NO DK FI IS PL CZ SK HU SI HR RO GR CY EE LV LT BR MX IN JP ZA';

const optionsSchema = z.strictObject({
  action: z
    .enum(['detect', 'drop', 'mask', 'replace'])
    .default('replace')
    .describe('Note what was found; drop the sample; put `[PERSON]` and the like in its place; or put fakes there.'),
  kinds: z
    .array(z.enum(piiKinds))
    .min(1)
    .default([...usualKinds])
    .describe('What is looked for; all but places when absent.'),
  fields: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Fields to look in, with the lists and objects in them; all when absent.'),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'write ISO 3166 codes, such as US or DE'))
    .default(usualCountries.split(' '))
    .describe('Countries in whose way telephone numbers without a country code are read (ISO 3166).'),
  certainty: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'Findings below are let pass: 1 is a form with check digits, 0.8 a name after “my name is”, 0.5 a family name alone.',
    ),
  mask: z
    .string()
    .default('[{kind}]')
    .describe('What `mask` puts in place; `{kind}` becomes PERSON, EMAIL, NATIONAL_ID.'),
  draw: z
    .enum(['secret', 'seed'])
    .default('secret')
    .describe(
      'What fakes are drawn from: the secret of the run directory, so that nobody else can trace them back; or the recipe’s seed, so that two runs agree.',
    ),
  model: z
    .string()
    .min(1)
    .optional()
    .describe('Role of a model that is asked for names too; without it lists, shapes and context find them.'),
});
type Options = z.output<typeof optionsSchema>;

export const pii = defineStep({
  name: 'pii',
  stage: 'curation',
  sees: 'one',
  takes: 'both',
  summary: 'Finds personal data and secrets, and notes, drops, masks or replaces them by consistent fakes.',
  sources: [
    'Microsoft Presidio (github.com/microsoft/presidio): kinds, check digits and words around them as evidence',
    'ISO/IEC 7812-1 (cards), ISO 13616 (IBAN), ITU-T E.164 (telephone numbers), national acts by way of python-stdnum',
    'RFC 2606, 3849, 5737, 9542: names and numbers kept for documentation',
  ],
  shorthand: 'action',
  options: optionsSchema,

  touches: ({ fields, action, draw, model }) => ({
    reads: fields ?? [],
    ...(action === 'mask' || action === 'replace'
      ? fields === undefined
        ? { rewrites: true }
        : { writes: fields }
      : {}),
    ...(action === 'replace' && draw === 'secret' ? { secret: true } : {}),
    asks: model === undefined ? [] : [model],
    notes: ['pii', 'pii.kinds', 'pii.spans'],
  }),

  async *run(sample, context) {
    const { options } = context;
    const finder = await finderOf(options);
    const texts = textsOf(sample.data, options.fields);
    const heard = await namesHeard(texts, context);
    if (!heard.ok) return yield drop(sample, heard.reason);
    const found = texts.map((placed) => findingsIn(placed.text, heard.value, finder));
    const noted = withNotes(sample, notesOf(texts, found, options.action));
    const first = found.flat()[0];
    if (first === undefined) yield keep(noted);
    else if (options.action === 'detect') yield keep(noted);
    else if (options.action === 'drop') yield drop(noted, `pii-${worstOf(found.flat())}`);
    else yield keep(await changed(noted, { texts, found, context, finder }));
  },
});

const finderOf = oncePer((options: Options): Promise<PiiFinder> => {
  const withNames = options.action === 'replace' || options.model !== undefined;
  return openPiiFinder({ ...options, withNames }, makeEye(openKernels()));
});

/** Names that a model finds, where one is asked. */
async function namesHeard(texts: readonly PlacedText[], { options, model }: Context<Options>) {
  const isAsked = options.model !== undefined && options.kinds.includes('person') && texts.length > 0;
  if (!isAsked) return { ok: true as const, value: [] as readonly string[] };
  return askNames(
    model(options.model as string),
    texts.map(({ text }) => text),
  );
}

const findingsIn = (text: string, names: readonly string[], finder: PiiFinder): Finding[] =>
  finder.find(text, names.length === 0 ? [] : namesAt(text, names, (word) => finder.names!.isCommon(word)));

/** How many, of which kinds, and for `detect` where (`text:14-33:person`): never what. */
function notesOf(
  texts: readonly PlacedText[],
  found: readonly (readonly Finding[])[],
  action: Options['action'],
): Notes {
  const all = found.flat();
  if (all.length === 0) return { pii: 0 };
  const counts = piiKinds.map((kind) => [kind, all.filter((each) => each.kind === kind).length] as const);
  const kinds = counts.flatMap(([kind, count]) => (count === 0 ? [] : [`${kind} ${count}`])).join(', ');
  const spans = texts.flatMap(({ path }, at) =>
    found[at]!.map(({ start, end, kind }) => `${path}:${start}-${end}:${kind}`),
  );
  return { pii: all.length, 'pii.kinds': kinds, ...(action === 'detect' ? { 'pii.spans': spans.join(' ') } : {}) };
}

/** The kind that gives most away, by the order of the kinds that are secrets or tell one person from all others. */
const BY_WEIGHT = [
  'secret',
  'url-credentials',
  'national-id',
  'card',
  'iban',
  'email',
  'phone',
  'birth-date',
  'address',
  'person',
] as const;
const worstOf = (found: readonly Finding[]) =>
  BY_WEIGHT.find((kind) => found.some((each) => each.kind === kind)) ?? found[0]!.kind;

interface Work {
  readonly texts: readonly PlacedText[];
  readonly found: readonly (readonly Finding[])[];
  readonly context: Context<Options>;
  readonly finder: PiiFinder;
}

async function changed(sample: Sample, { texts, found, context, finder }: Work): Promise<Sample> {
  const { options } = context;
  const stand = options.action === 'mask' ? masker(options.mask) : makeFaker(finder, drawsOf(context));
  const changes = new Map<string, string>();
  for (const [at, { path, text }] of texts.entries())
    if (found[at]!.length > 0) changes.set(path, await rewritten(text, found[at]!, stand));
  return withData(sample, replaced(sample.data, changes));
}

const masker =
  (mask: string): Faker =>
  async (_, { kind }) =>
    mask.replaceAll('{kind}', kind.toUpperCase().replaceAll('-', '_'));

/** Draws that belong to what was found, not to the sample: one person has one fake in the whole run. */
function drawsOf({ options, facts, secretRandom }: Context<Options>) {
  if (options.draw === 'secret') return (of: string) => secretRandom(`pii ${of}`);
  const { seed } = facts();
  return async (of: string) => seededRandom(`pii ${seed} ${of}`);
}

async function rewritten(text: string, found: readonly Finding[], stand: Faker): Promise<string> {
  let out = '';
  let at = 0;
  for (const each of found) {
    out += text.slice(at, each.start) + (await stand(text.slice(each.start, each.end), each));
    at = each.end;
  }
  return out + text.slice(at);
}
