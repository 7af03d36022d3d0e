/** Many answers at once, in step: every busy sequence gives one token a pass, and passes go in the order of sequences. */
// Left to run freely, sequences ask for their next token in any order, and llama.cpp then splits each pass into passes
// of one: 22 tokens/s for 16 sequences where keeping step gives 52 (bench/embedded).
import { gapsToFill } from './gaps.ts';
import { type Seat, seatFor } from './seats.ts';

/** A sequence of the model's context, as far as the batch uses it. */
export interface Place {
  /** Tokens whose evaluation it holds. */
  held(): readonly number[];
  /** Forgets all but the first `count` tokens. */
  keep(count: number): Promise<void>;
  /** Takes over the state of another. */
  copyFrom(lender: Place): Promise<void>;
  /** Evaluates one token and forgets it again. */
  idle(): Promise<void>;
  readonly canLend: boolean;
}

/** Work on one sequence. */
export interface Job<P extends Place> {
  /** What it needs evaluated; decides where it sits. */
  readonly prompt: readonly number[];
  /** Called once; `shared` tokens of the prompt are in the place already. */
  begin(place: P, shared: number): void;
  /** One pass. True: done. Throws: done and failed. */
  step(): Promise<boolean>;
  done(): void;
  /** Called instead of `done` when a pass failed, or the job was cancelled. */
  failed(error: unknown): void;
  readonly cancelled: boolean;
}

const CANCELLED = 'cancelled';

interface Chair<P extends Place> {
  readonly place: P;
  job: Job<P> | undefined;
  fresh: boolean;
}

/** Runs jobs on places, as many at once as there are places. */
export class Batch<P extends Place> {
  readonly #chairs: readonly Chair<P>[];
  #waiting: Job<P>[] = [];
  #running = false;

  constructor(places: readonly P[]) {
    this.#chairs = places.map((place) => ({ place, job: undefined, fresh: false }));
  }

  add(job: Job<P>): void {
    this.#waiting.push(job);
    if (this.#running) return;
    this.#running = true;
    // Whatever arrives in the same breath is seated together.
    setImmediate(() => void this.#run());
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#seatAll();
      const busy = this.#chairs.flatMap((chair, at) => (chair.job === undefined ? [] : [at]));
      if (busy.length === 0 && this.#waiting.length === 0) break;
      if (busy.length > 0) await this.#pass(busy);
      // Lets messages in: new questions and cancellations.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#running = false;
  }

  async #seatAll(): Promise<void> {
    const late: Job<P>[] = [];
    for (const job of this.#waiting.splice(0)) {
      if (job.cancelled) job.failed(new Error(CANCELLED));
      else if (!(await this.#seat(job))) late.push(job);
    }
    this.#waiting = [...late, ...this.#waiting];
  }

  async #seat(job: Job<P>): Promise<boolean> {
    const seats = this.#chairs.map((chair): Seat => {
      const held = chair.fresh ? chair.job!.prompt : chair.place.held();
      return { busy: chair.job !== undefined, held, fresh: chair.fresh };
    });
    const seating = seatFor(job.prompt, seats, this.#chairs[0]!.place.canLend);
    if (seating.kind === 'wait') return false;
    const chair = this.#chairs[seating.seat]!;
    try {
      const lender = seating.lender === undefined ? undefined : this.#chairs[seating.lender]!.place;
      const shared = await settle(chair.place, lender, { shared: seating.shared, length: job.prompt.length });
      job.begin(chair.place, shared);
      chair.job = job;
      chair.fresh = true;
    } catch (error) {
      job.failed(error);
    }
    return true;
  }

  /** Starts each step only when the one before has reached the context's queue: so they stand in it in order. */
  async #pass(busy: readonly number[]): Promise<void> {
    const fill = new Set(gapsToFill(busy));
    const steps: Promise<void>[] = [];
    for (const [at, chair] of this.#chairs.entries()) {
      if (chair.job !== undefined) steps.push(this.#step(chair, chair.job));
      else if (fill.has(at)) steps.push(chair.place.idle());
      else continue;
      await queued();
    }
    await Promise.all(steps);
  }

  async #step(chair: Chair<P>, job: Job<P>): Promise<void> {
    try {
      const done = !job.cancelled && (await job.step());
      chair.fresh = false;
      if (!done && !job.cancelled) return;
      chair.job = undefined;
      if (done) job.done();
      else job.failed(new Error(CANCELLED));
    } catch (error) {
      chair.job = undefined;
      chair.fresh = false;
      // What a failed pass left behind is not to be built on.
      await chair.place.keep(0).catch(() => undefined);
      job.failed(error);
    }
  }
}

/**
 * Waits until a step just started stands in the queue. A first step takes more promises to get there than a later one,
 * a choice more still; all of them are kept within this one turn of the event loop, after which the queue is worked off.
 */
async function queued(): Promise<void> {
  for (let turn = 0; turn < 64; turn++) await undefined;
}

/** Brings the place to hold the shared tokens of a prompt and no others; its last token always remains to be evaluated. */
async function settle(place: Place, lender: Place | undefined, { shared, length }: Shared): Promise<number> {
  let kept = Math.min(shared, length - 1);
  if (lender !== undefined) {
    // A full disk or the like: evaluate instead.
    const copied = await place.copyFrom(lender).then(
      () => true,
      () => false,
    );
    if (!copied) kept = 0;
  }
  await place.keep(kept);
  return kept;
}

/** Token counts: of a prompt, and of its beginning that is evaluated already. */
interface Shared {
  readonly shared: number;
  readonly length: number;
}
