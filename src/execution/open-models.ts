/** Opens the models of a plan: those that its steps ask, each once. */
import type { Event } from '../core/events.ts';
import type { Backend } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import type { ModelSpec } from '../core/recipe.ts';
import { readEnvironment } from '../models/check-model.ts';
import { openMedia } from '../models/media.ts';
import { mediaPriceOf } from '../models/media-price.ts';
import { type OpenedEmbedder, type OpenServices, openBackend, openEmbedder, patient } from '../models/open.ts';
import { type Price, priceOf } from '../models/prices.ts';
import { mediaName, type OpenMedia, roleIn } from './assets.ts';
import type { StopSwitch } from './engine.ts';
import type { OpenModel, Tally } from './lender.ts';
import type { RunOptions } from './run-options.ts';

/** A role's embedder, opened. */
interface OpenEmbedder {
  readonly embedder: OpenedEmbedder;
  readonly price: Price | undefined;
}

export interface OpenModels {
  readonly text: ReadonlyMap<string, OpenModel>;
  readonly embedders: ReadonlyMap<string, OpenEmbedder>;
  /** By `mediaName`. */
  readonly media: ReadonlyMap<string, OpenMedia>;
  /** What is known of each role's model, for the manifest. */
  describe(): Promise<Record<string, Readonly<Record<string, string>>>>;
  close(): Promise<void>;
}

interface Wishes {
  /** Takes what the models have to say for the record. */
  readonly notes: string[];
  readonly options: RunOptions;
  readonly stop: StopSwitch;
  readonly tally: Tally;
  readonly gates: OpenServices['gates'];
  emit(event: Event): void;
}

export async function openModels(plan: Plan, wishes: Wishes): Promise<OpenModels> {
  const asked = new Set(plan.line.flatMap((link) => link.touches.asks ?? []));
  const embedding = new Set(plan.line.flatMap((link) => link.touches.embeds ?? []));
  const wanted = { image: rolesOf(plan, 'paints'), speech: rolesOf(plan, 'speaks') };
  const environment = await readEnvironment(plan.folder);
  const text = new Map<string, OpenModel>();
  const embedders = new Map<string, OpenEmbedder>();
  const media = new Map<string, OpenMedia>();
  for (const [role, given] of plan.models) {
    const spec = limited(given, plan, wishes.options);
    const services = servicesFor(role, { environment, folder: plan.folder }, wishes);
    const own = wishes.options.backends?.[role];
    if (asked.has(role)) text.set(role, await openText(role, { spec, services, own }));
    if (embedding.has(role))
      embedders.set(role, { embedder: await openEmbedder(role, spec, services), price: priceOf(spec.use, spec) });
    for (const kind of ['image', 'speech'] as const) {
      if (!wanted[kind].has(role)) continue;
      const backend = await openMedia(role, { kind, spec, own: wishes.options.mediaBackends?.[role] }, services);
      media.set(mediaName(kind, role), { backend, price: mediaPriceOf(spec) });
    }
  }
  return {
    text,
    embedders,
    media,
    describe: () => describe(text, embedders, media),
    close: async () => {
      await Promise.all([...text.values()].map(({ backend }) => backend.close()));
      await Promise.all([...embedders.values()].map(({ embedder }) => embedder.close?.()));
      await Promise.all([...media.values()].map(({ backend }) => backend.close()));
    },
  };
}

const rolesOf = (plan: Plan, how: 'paints' | 'speaks'): ReadonlySet<string> =>
  new Set(plan.line.flatMap((link) => link.touches[how] ?? []));

/** The least of what the model, the recipe and the run allow at once. */
function limited(spec: ModelSpec, { head }: Plan, { concurrency }: RunOptions): ModelSpec {
  const limits = [spec.concurrency, head.limits.concurrency, concurrency].filter((limit) => limit !== undefined);
  return limits.length === 0 ? spec : { ...spec, concurrency: Math.min(...limits) };
}

function servicesFor(role: string, place: Pick<OpenServices, 'environment' | 'folder'>, wishes: Wishes): OpenServices {
  const { options, stop, emit } = wishes;
  return {
    ...place,
    signal: stop.signal,
    mayAsk: () => stop.check(),
    gates: wishes.gates,
    underWay: (change) => {
      wishes.tally.inFlight += change;
    },
    consent: options.consent,
    note: (message) => {
      wishes.notes.push(message);
      emit({ kind: 'model-note', role, message });
    },
    progress: (message) => emit({ kind: 'model-note', role, message }),
  };
}

interface Wanted {
  readonly spec: ModelSpec;
  readonly services: OpenServices;
  /** A backend of the caller's, in place of what the address means. */
  readonly own: Backend | undefined;
}

async function openText(role: string, { spec, services, own }: Wanted): Promise<OpenModel> {
  const backend = own === undefined ? await openBackend(role, spec, services) : patient(own, spec, services);
  return { spec, backend, price: priceOf(own?.id ?? spec.use, spec) };
}

async function describe(
  text: ReadonlyMap<string, { readonly backend: Backend }>,
  embedders: ReadonlyMap<string, OpenEmbedder>,
  media: ReadonlyMap<string, OpenMedia>,
): Promise<Record<string, Readonly<Record<string, string>>>> {
  const facts: Record<string, Readonly<Record<string, string>>> = {};
  for (const [role, { embedder }] of embedders)
    facts[role] = { id: embedder.id, dimensions: `${embedder.dimensions}`, ...embedder.facts };
  for (const [name, { backend }] of media) facts[roleIn(name)] = { id: backend.id, ...(await backend.describe()) };
  for (const [role, { backend }] of text) facts[role] = { id: backend.id, ...(await backend.describe()) };
  return facts;
}
