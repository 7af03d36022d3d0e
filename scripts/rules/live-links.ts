/** A page that the project names is there: links of Markdown pages, and `docs/….md` in messages and comments. */
import { posix } from 'node:path';
import { isTest } from '../folders.ts';
import type { TreeFile } from '../tree.ts';
import type { Offence, Rule } from './rule.ts';

const link = /\]\((?!https?:|mailto:|#)<?([^)\s#>]+)(?:#[^)\s]*)?>?(?:\s+"[^"]*")?\)/g;
const mention = /(?<![\w/.-])docs\/[\w./-]+\.md\b/g;

export const liveLinks: Rule = {
  name: 'live-links',
  *check(tree) {
    const folders = new Set([...tree.named.keys()].flatMap(above));
    for (const file of tree.files) {
      if (!/\.(md|ts|mjs)$/.test(file.path) || isTest(file.path)) continue;
      yield* deadIn(file, (path) => tree.named.has(path) || folders.has(path));
    }
  },
};

/** What a generated page mentions, its source mentions too. */
const isGenerated = (path: string): boolean => path.startsWith('docs/reference/');

const above = (path: string): string[] =>
  path.includes('/') ? [posix.dirname(path), ...above(posix.dirname(path))] : [];

function* deadIn({ path, text }: TreeFile, exists: (path: string) => boolean): Generator<Offence> {
  for (const [index, line] of text.split('\n').entries()) {
    const links = path.endsWith('.md') ? [...line.matchAll(link)].map((found) => found[1]!) : [];
    const beside = links.map((to) => posix.normalize(posix.join(posix.dirname(path), to)).replace(/\/$/, ''));
    const named = isGenerated(path) ? [] : [...line.matchAll(mention)].map((found) => found[0]);
    for (const to of new Set([...beside, ...named])) {
      if (!exists(to)) yield { path, line: index + 1, message: `${to} is not there` };
    }
  }
}
