/** The YAML with which a dataset card begins: what the Hugging Face Hub reads to list, search and load the dataset. */
import type { FileHoldings, RunFacts, WrittenFile } from '../../core/step.ts';

export interface CardMetadata {
  readonly [key: string]: unknown;
}

export interface CardOptions {
  readonly title?: string | undefined;
  readonly licence?: string | undefined;
  readonly language?: readonly string[] | undefined;
  readonly tasks: readonly string[];
  readonly tags: readonly string[];
}

/** Keys and value forms as the Hub’s dataset card specification has them; empty ones are left out. */
export function frontMatter(facts: RunFacts, options: CardOptions, samples: number): CardMetadata {
  const licence = options.licence ?? facts.licence;
  const configs = configsOf(facts.files ?? []);
  const data = configs.map(({ name, files }) => ({
    config_name: name,
    data_files: files.map((file) => ({ split: file.holds.split, path: file.path })),
  }));
  const info = configs.map(({ name, files }) => ({
    config_name: name,
    features: files[0]!.holds.features,
    splits: files.map((file) => ({ name: file.holds.split, num_examples: file.holds.rows })),
  }));
  return {
    ...(licence === undefined ? {} : { license: licence.toLowerCase() }),
    language: options.language ?? facts.language ?? ['en'],
    pretty_name: options.title ?? titleOf(facts.recipe),
    size_categories: [sizeCategory(samples)],
    ...(options.tasks.length === 0 ? {} : { task_categories: options.tasks }),
    tags: [...new Set(['synthetic', 'synthloom', ...options.tags])],
    ...(data.length === 0 ? {} : { configs: data, dataset_info: info }),
  };
}

/** `support-dialogues` → `Support dialogues`. */
export const titleOf = (recipe: string): string => {
  const words = recipe.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

type DataFile = WrittenFile & { readonly holds: FileHoldings };

interface Config {
  readonly name: string;
  readonly files: DataFile[];
}

/** Files of one export are the splits of one configuration; the first is the default, others are named for their place. */
function configsOf(files: readonly WrittenFile[]): Config[] {
  const groups = new Map<string, DataFile[]>();
  for (const file of files) {
    if (file.holds === undefined || file.holds.rows === 0) continue;
    const base = file.path
      .replace(new RegExp(`(^|[/-])${file.holds.split}(?=\\.|-|$)`), '$1train')
      .replace(/-train(?=\.)/, '');
    groups.set(base, [...(groups.get(base) ?? []), file as DataFile]);
  }
  const names = new Set<string>();
  return [...groups].map(([base, group]) => {
    const name = unique(names.size === 0 ? 'default' : configName(base), names);
    return { name, files: group };
  });
}

/** `chat/train.jsonl` → `chat`; `data/train.csv` → `csv`; `extra.jsonl` → `extra`. */
function configName(base: string): string {
  const [, folder, file, ending] = /^(?:(.*)\/)?([^/.]*)(?:\.(.*))?$/.exec(base) ?? [];
  const place = folder === 'data' ? undefined : folder?.replaceAll('/', '-');
  const name = [place, file === 'train' ? undefined : file]
    .filter((part) => part !== undefined && part !== '')
    .join('-');
  return (name === '' ? (ending ?? 'more') : name).replace(/[^\w-]/g, '-');
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let nth = 2; taken.has(free); nth++) free = `${name}-${nth}`;
  taken.add(free);
  return free;
}

/** The Hub’s names for orders of magnitude. */
export function sizeCategory(samples: number): string {
  const names = ['1K', '10K', '100K', '1M', '10M', '100M', '1B', '10B', '100B', '1T'];
  if (samples < 1000) return 'n<1K';
  const order = Math.min(Math.floor(Math.log10(samples)), 12) - 3;
  return order >= 9 ? 'n>1T' : `${names[order]}<n<${names[order + 1]}`;
}
