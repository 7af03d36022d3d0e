/** One run of so many samples in a process of its own; prints what memory it took. */
// node --expose-gc one.ts <samples> <folder>
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { count, fields, jsonl, length, prompt, recipe, run } from '../../src/index.ts';

export interface Figures {
  readonly samples: number;
  /** Largest resident size, and what lives after a full collection in the middle of the line, in MB. */
  readonly peakMb: number;
  readonly liveMb: number;
  /** Microseconds of CPU for each sample, all steps and the ledger together. */
  readonly cpuUs: number;
  readonly ledgerMb: number;
}

const [samples, folder] = [Number(process.argv[2]), process.argv[3]!];
setFlagsFromString('--max-semi-space-size=16'); // the same young generation for every size, so that peaks compare

const given = recipe('memory', {
  models: { teacher: 'scripted' },
  steps: [
    count({ n: samples }),
    fields({ topic: { category: ['rain', 'bread', 'chess'] }, age: { number: { min: 18, max: 90 } } }),
    prompt({ model: 'teacher', prompt: 'Write about {{ topic }} for someone of {{ age }}.' }),
    length({ words: '1..500' }),
    jsonl({}),
  ],
});

const before = process.cpuUsage();
const running = run(given, { directory: folder, report: false });
let done = 0;
let liveMb = 0;
for await (const event of running) {
  if (event.kind !== 'sample-done' || ++done % Math.ceil(samples / 8) !== 0) continue;
  globalThis.gc?.();
  liveMb = Math.max(liveMb, process.memoryUsage().heapUsed / 2 ** 20);
}
const { accepted } = await running.finished;
if (accepted !== samples) throw new Error(`${accepted} of ${samples} samples came out`);
const { user, system } = process.cpuUsage(before);
const figures: Figures = {
  samples,
  peakMb: process.resourceUsage().maxRSS / 1024,
  liveMb,
  cpuUs: (user + system) / samples,
  ledgerMb: statSync(join(folder, 'ledger/answers.log')).size / 2 ** 20,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
