/** Duplicates of so many documents in a process of its own; prints the memory and the processor time that it took. */
// node one.ts <exact-duplicates|near-duplicates> <file> <rows>
import { exactDuplicates } from '../../src/curation/exact-duplicates.ts';
import { nearDuplicates } from '../../src/curation/near-duplicates.ts';
import { diskDataset } from '../../src/store/dataset.ts';
import { realDisk } from '../../src/store/disk.ts';

export interface Figures {
  readonly kept: number;
  /** The largest resident size, before the step and with it. */
  readonly beforeMb: number;
  readonly peakMb: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
}

const [, , name, path, rows] = process.argv as [string, string, string, string, string];
const steps = { 'exact-duplicates': exactDuplicates.step, 'near-duplicates': nearDuplicates.step };
const step = steps[name as keyof typeof steps];
const options = step.options.parse({ field: 'text' });
const context = { options, signal: new AbortController().signal };
const peakMb = () => process.resourceUsage().maxRSS / 1024;

const beforeMb = peakMb();
const before = process.cpuUsage();
const begun = performance.now();
let kept = 0;
for await (const said of step.run(diskDataset(realDisk, path, Number(rows)), context as never))
  if (said.kind === 'rows') kept = [...said.drop.values()].reduce((left, gone) => left - gone.length, Number(rows));
const { user, system } = process.cpuUsage(before);
const figures: Figures = {
  kept,
  beforeMb,
  peakMb: peakMb(),
  cpuSeconds: (user + system) / 1e6,
  seconds: (performance.now() - begun) / 1000,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
