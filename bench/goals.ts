/** What a bench must reach, and how it ends: each goal that was missed is told in a sentence, and the exit code is 1. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isShort } from './arguments.ts';

/** `what` is the beginning of a sentence: “recall of planted copies”. Not a number is never enough. */
export interface Goals {
  atLeast(what: string, value: number, least: number): void;
  atMost(what: string, value: number, most: number): void;
  same(what: string, value: number | string, wanted: number | string): void;
  /** What this machine has not got the means for: the rest of a sentence. */
  leftOut(what: string): void;
  /** How the goals stand, a line each. */
  verdict(): Verdict;
}

interface Verdict {
  readonly missed: readonly string[];
  readonly leftOut: readonly string[];
  /** Missed ones among them. */
  readonly stated: number;
}

export function makeGoals(): Goals {
  const missed: string[] = [];
  const leftOut: string[] = [];
  let stated = 0;
  const state = (isReached: boolean, sentence: string) => {
    stated++;
    if (!isReached) missed.push(sentence);
  };
  return {
    atLeast: (what, value, least) =>
      state(value >= least, `${what}: wanted at least ${shown(least)}, got ${shown(value)}.`),
    atMost: (what, value, most) => state(value <= most, `${what}: wanted at most ${shown(most)}, got ${shown(value)}.`),
    same: (what, value, wanted) => state(value === wanted, `${what}: wanted ${shown(wanted)}, got ${shown(value)}.`),
    leftOut: (what) => void leftOut.push(what),
    verdict: () => ({ missed, leftOut, stated }),
  };
}

/** Prints the page, and what became of the goals; writes `result.md` into the folder where one is given, but not in short. */
export function finish(folder: string | undefined, page: string, goals: Goals): void {
  const { missed, leftOut, stated } = goals.verdict();
  const short = missed.length === 0 ? '' : `\n## Short of its goals\n\n${missed.map((each) => `- ${each}\n`).join('')}`;
  const whole = `${page.trimEnd()}\n${short}`;
  process.stdout.write(`${whole}\n`);
  if (!isShort && folder !== undefined) writeFileSync(join(folder, 'result.md'), whole);
  for (const each of leftOut) console.log(`Left out: ${each}`);
  console.log(stated === 0 ? 'No goal was looked at.' : `${stated - missed.length} of ${stated} goals reached.`);
  process.exitCode = missed.length === 0 && stated > 0 ? 0 : 1;
}

/** Whole numbers as they are, others to six digits. */
const shown = (value: number | string): string =>
  typeof value === 'string' ? value : `${Number.isInteger(value) ? value : Number(value.toPrecision(6))}`;
