/** Finds the recipes that Markdown pages show, and the files they show beside them. */

interface Recipe {
  /** Line of the block’s first line of text, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface Shown {
  /** Every ```yaml block with a `recipe:` key. */
  readonly recipes: readonly Recipe[];
  /** Blocks whose fence names a file, as in ```jsonl tickets.jsonl: name → text. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads the fenced blocks of a page. */
export function recipesIn(page: string): Shown {
  const recipes: Recipe[] = [];
  const files = new Map<string, string>();
  for (const found of page.matchAll(/^```(\w+)(?: +([\w./-]+))?[^\n]*\n([\s\S]*?)^```\s*$/gm)) {
    const [, language, name, text = ''] = found;
    const line = page.slice(0, found.index).split('\n').length + 1;
    if (name !== undefined && !name.includes('..')) files.set(name, text);
    if (language === 'yaml' && /^recipe:/m.test(text)) recipes.push({ line, text });
  }
  return { recipes, files };
}
