/** One pass of the line over all rounds so far: from the sources, through every step that changes it, to its end. */
import { runFiles } from '../core/manifest.ts';
import { isObserver, type Link } from '../core/plan.ts';
import type { Sample } from '../core/sample.ts';
import { type Engine, makeContext } from './engine.ts';
import type { KeptRound } from './feedback.ts';
import { OrderedWindow } from './ordered-window.ts';
import { Scribe, type Spill, wallFile } from './scribe.ts';
import { sourceItems } from './source-items.ts';
import { type Happening, travel } from './travel.ts';
import { runWall } from './wall.ts';

export interface PassResult {
  readonly scribe: Scribe;
  /** What reached the end of the line and was accepted. */
  readonly accepted: Spill;
  /** What each observer before the end of the line is to look at, by its key. */
  readonly taps: ReadonlyMap<string, Spill>;
}

/** Runs the line; throws where the run must stop. Files that a stopped pass had begun keep what is right in them. */
export async function runPass(engine: Engine, rounds: readonly KeptRound[]): Promise<PassResult> {
  const scribe = new Scribe(engine, rounds);
  engine.watch(scribe);
  const line = changingLine(engine.plan.line);
  try {
    await scribe.open(line.filter(isObserver));
    const accepted = await runLine(scribe, line);
    return { scribe, accepted, taps: await scribe.finish() };
  } catch (error) {
    await scribe.abandon();
    throw error;
  }
}

/** The line up to its last step that changes it; observers behind that look at what was accepted. */
const changingLine = (line: readonly Link[]): readonly Link[] =>
  line.slice(0, line.findLastIndex((link) => !isObserver(link)) + 1);

const isWall = (link: Link) => link.step.sees === 'all' && !isObserver(link);

async function runLine(scribe: Scribe, line: readonly Link[]): Promise<Spill> {
  let upstream: Spill | undefined;
  let from = 0;
  for (const [at, link] of line.entries()) {
    const waits = isWall(link) || (link.touches.real === true && at > from);
    if (!waits) continue;
    upstream = await runSegment({ scribe, links: line.slice(from, at), upstream, into: wallFile(link, 'seen') });
    if (isWall(link)) upstream = await runWall(scribe, link, upstream);
    from = isWall(link) ? at + 1 : at;
  }
  return runSegment({ scribe, links: line.slice(from), upstream, into: undefined });
}

interface Segment {
  readonly scribe: Scribe;
  readonly links: readonly Link[];
  readonly upstream: Spill | undefined;
  /** The file before the next wall; absent at the end of the line. */
  readonly into: string | undefined;
}

/** Leads samples through steps that see one at a time; each goes on without waiting for its neighbours. */
async function runSegment({ scribe, links, upstream, into }: Segment): Promise<Spill> {
  const { engine } = scribe;
  const out = await scribe.openFile(into ?? runFiles.samples);
  const real = upstream !== undefined && links[0]?.touches.real === true ? scribe.realOf(upstream) : undefined;
  const contextAt = (link: Link, sample: Sample) => makeContext(scribe.loan(link, sample.origin.round, real), sample);
  const arrive = (sample: Sample) =>
    into === undefined ? scribe.accept(sample, out) : out.add(JSON.stringify(sample));
  const window = new OrderedWindow<Happening[]>(engine.window, (happened) => scribe.commit(happened, arrive));
  for await (const { happened, sample, at } of sourceItems(scribe, links, upstream)) {
    if (window.hasFailed || engine.stop.isSoon) break;
    await window.add(async () =>
      sample === undefined ? [...happened] : [...happened, ...(await travel(sample, at, { links, contextAt }))],
    );
  }
  await window.drain();
  engine.stop.check();
  const unchanged = await out.finish();
  return { path: out.path, size: out.lines, unchanged };
}
