/** Finds every step by importing the files of the five stage folders. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyStep } from '../../src/core/define.ts';
import { stages } from '../folders.ts';

export interface LoadedStep {
  /** Such as `src/curation/judge.ts`. */
  readonly path: string;
  /** Name of the export that is the word. */
  readonly exported: string;
  readonly step: AnyStep;
}

/** A file that cannot be imported, and why. */
interface BrokenFile {
  readonly path: string;
  readonly reason: string;
}

export interface Loaded {
  /** In the order of stages, then of names. */
  readonly steps: readonly LoadedStep[];
  readonly broken: readonly BrokenFile[];
}

/** Every step under `root`, and the files in which there may be more. */
export async function loadSteps(root: string): Promise<Loaded> {
  const steps: LoadedStep[] = [];
  const broken: BrokenFile[] = [];
  for (const stage of stages) {
    const own: LoadedStep[] = [];
    for (const path of stepFiles(root, stage)) {
      await loadFile(root, path).then(
        (found) => own.push(...found),
        (error: Error) => broken.push({ path, reason: error.message.split('\n')[0]! }),
      );
    }
    steps.push(...own.sort((a, b) => (a.step.name < b.step.name ? -1 : 1)));
  }
  return { steps, broken };
}

function stepFiles(root: string, stage: string): string[] {
  const folder = join(root, 'src', stage);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return names.sort().map((name) => `src/${stage}/${name}`);
}

async function loadFile(root: string, path: string): Promise<LoadedStep[]> {
  const module: Record<string, unknown> = await import(pathToFileURL(join(root, path)).href);
  return Object.entries(module).flatMap(([exported, value]) => {
    const step = typeof value === 'function' && 'step' in value ? (value.step as AnyStep) : undefined;
    return step === undefined ? [] : [{ path, exported, step }];
  });
}
