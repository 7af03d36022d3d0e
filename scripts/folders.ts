/** The folders of the project, as the house rules and the generator know them. */
import type { Tree, TreeFile } from './tree.ts';

/** The five folders in which every file that defines a step is one. */
export const stages = ['source', 'generation', 'curation', 'evaluation', 'export'] as const;

/** Folders of pure functions, which import nothing of ours. */
export const leaves = ['text', 'math', 'format', 'kernels', 'learn', 'world'] as const;

export const isTest = (path: string): boolean => path.endsWith('.test.ts');

/** `core` for src/core/step.ts; `index` for src/index.ts; undefined outside src. */
export const folderOf = (path: string): string | undefined => /^src\/([^/]+?)(?:\.ts)?(?:\/|$)/.exec(path)?.[1];

/** True of a file that calls `defineStep`. */
export const definesStep = (text: string): boolean => /\bdefineStep\s*[(<]/.test(text);

export type Source = TreeFile & { readonly syntax: NonNullable<TreeFile['syntax']> };

/** Parsed files under a folder, tests left out. */
export function sourcesIn(tree: Tree, under: string): Source[] {
  const isSource = (file: TreeFile): file is Source => file.syntax !== undefined && !isTest(file.path);
  return tree.files.filter(isSource).filter((file) => file.path.startsWith(`${under}/`));
}
