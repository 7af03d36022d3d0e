/** Finds the files that a recipe names: paths and globs, in an order that is the same everywhere. */
import { glob, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative } from 'node:path';
import { mistake } from '../core/errors.ts';
import type { Files } from '../core/step.ts';

export interface FoundFile {
  readonly path: string;
  /** As messages show it: relative to the recipe, with slashes. */
  readonly shown: string;
  readonly bytes: number;
}

/** Every file once, globs sorted by code units. Throws `missing-file` where a path or glob leads to none. */
export async function findFiles(given: string | readonly string[], files: Files): Promise<readonly FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const path of [given].flat() as string[])
    for (const file of await findOne(path, files)) found.set(file.path, file);
  return [...found.values()];
}

/** The file of this very name. Throws `missing-file`, with what the file system said as its cause. */
export async function findFile(path: string, files: Files): Promise<FoundFile> {
  const found = await lookAt(path, files);
  if ('reason' in found) throw missing(path, found);
  return found;
}

async function findOne(path: string, files: Files): Promise<FoundFile[]> {
  const literal = await lookAt(path, files);
  if (!('reason' in literal)) return [literal];
  if (path.includes('\0') || !/[*?[{]/.test(path)) throw missing(path, literal);
  const matches: string[] = [];
  for await (const match of glob(files.input(path))) matches.push(match);
  const looked = await Promise.all(matches.sort().map((match) => lookAt(path, files, match)));
  const all = looked.filter((each): each is FoundFile => !('reason' in each));
  if (all.length === 0) throw missing(path, { reason: 'no file matches this pattern' });
  return all;
}

interface Absent {
  readonly reason: string;
  readonly cause?: unknown;
}

const missing = (path: string, { reason, cause }: Absent) =>
  mistake('missing-file', { path: path.replaceAll('\0', '␀'), reason }, { cause });

async function lookAt(given: string, files: Files, match?: string): Promise<FoundFile | Absent> {
  if (given.includes('\0')) return { reason: 'its name holds a NUL' };
  try {
    const path = match ?? files.input(given);
    const stats = await stat(path);
    if (stats.isFile()) return { path, shown: shownPath(path, files), bytes: stats.size };
    return { reason: `it is no file; for all files in a folder, write \`${given.replace(/\/+$/, '')}/*\`` };
  } catch (cause) {
    return { reason: whyUnreadable(cause), cause };
  }
}

/** Relative to the recipe, so that reports and cards do not tell where a machine keeps its files; whole on another drive. */
function shownPath(path: string, files: Files): string {
  const inside = relative(files.input('.'), path);
  return isAbsolute(inside) ? path : inside.replaceAll('\\', '/') || basename(path);
}

/** A system error as a user reads it. */
export function whyUnreadable(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return (typeof code === 'string' && REASONS[code]) || (error instanceof Error ? error.message : `${error}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file: a folder of its path is a file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'it is a symbolic link that leads back to itself',
  ENAMETOOLONG: 'its name is too long',
};
