/** No file imports itself by way of others, types and `import()` included. */
import { type Import, importsOf } from '../imports.ts';
import type { Offence, Rule } from './rule.ts';

type Graph = ReadonlyMap<string, readonly Import[]>;

export const importCycles: Rule = {
  name: 'import-cycles',
  *check(tree) {
    const graph: Graph = new Map(tree.files.map((file) => [file.path, importsOf(file)]));
    const done = new Set<string>();
    for (const path of graph.keys()) yield* search(graph, done, [path]);
  },
};

/** Depth first; `trail` is the way from the start to the file at hand. Each file is left once, so each cycle is told once. */
function* search(graph: Graph, done: Set<string>, trail: readonly string[]): Generator<Offence> {
  const path = trail.at(-1)!;
  if (done.has(path)) return;
  for (const { path: next, line } of graph.get(path) ?? []) {
    if (next === undefined || done.has(next)) continue;
    const begin = trail.indexOf(next);
    if (begin >= 0) yield { path, line, message: `cycle: ${[...trail.slice(begin), next].join(' → ')}` };
    else yield* search(graph, done, [...trail, next]);
  }
  done.add(path);
}
