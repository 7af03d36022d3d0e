/** Holds vectors against each other, on this thread or on several: the same whatever their number. */
import type { Int8Rows } from '../math/int8-vectors.ts';
import { type Hand, hire } from './hand.ts';
import type { Kernels } from './kernels.ts';
import {
  answerVectors,
  type Meeting,
  type NearestWish,
  type VectorReply,
  type VectorRequest,
} from './vector-request.ts';

/** Texts that ask, and whom they meet. */
interface AskWish {
  readonly asking: Uint32Array;
  readonly meetings: readonly Meeting[];
  readonly threshold: number;
  /** Pairs that each thread may find. */
  readonly most: number;
}

export interface VectorWork {
  /** Of each meeting the pairs whose cosine is at least `threshold`, as `VectorReply` says; undefined where they are too many. */
  alike(wish: AskWish): Promise<readonly Uint32Array[] | undefined>;
  /** Of each row the nearest centres, `most` entries. */
  nearest(wish: NearestWish): Promise<Uint16Array>;
  end(): Promise<unknown>;
}

export interface VectorHands {
  /** Does the work where there are no threads beside this one. */
  readonly kernels: Pick<Kernels, 'against'>;
  /** Beside this one. Each takes about 40 ms to begin. */
  readonly threads: number;
}

/** Vectors must be in shared memory where there are threads, as those of `makeInt8Vectors` are. */
export function openVectorWork(rows: Int8Rows, { kernels, threads }: VectorHands): VectorWork {
  const workerData = { held: rows.held, dimensions: rows.dimensions };
  const hands =
    threads === 0
      ? [ownHand(kernels, rows)]
      : Array.from({ length: threads }, () => hire<VectorRequest, VectorReply>('vector-worker', workerData));
  return {
    alike: (wish) => askAlike(hands, wish),
    nearest: (wish) => askNearest(hands, wish, rows.held.length / rows.dimensions),
    end: () => Promise.all(hands.map((hand) => hand.end())),
  };
}

type VectorHand = Hand<VectorRequest, VectorReply>;

async function askAlike(hands: readonly VectorHand[], wish: AskWish): Promise<readonly Uint32Array[] | undefined> {
  const { meetings } = wish;
  const found: Uint32Array[] = new Array(meetings.length);
  let isWhole = true;
  await Promise.all(
    shareOut(meetings, hands.length).map(async (places, nth) => {
      if (places.length === 0) return;
      const request = { ...wish, kind: 'alike', meetings: places.map((place) => meetings[place]!) } as const;
      const reply = (await hands[nth]!.ask(request)) as readonly Uint32Array[];
      if (reply.length === 0) isWhole = false;
      for (const [at, place] of places.entries()) found[place] = reply[at]!;
    }),
  );
  return isWhole ? found : undefined;
}

/** Rows whose centres are looked for at once: about 50 ms. */
const RANGE = 1 << 14;

async function askNearest(hands: readonly VectorHand[], wish: NearestWish, size: number): Promise<Uint16Array> {
  const best = new Uint16Array(size * wish.most);
  const starts = Array.from({ length: Math.ceil(size / RANGE) }, (_, at) => at * RANGE);
  await Promise.all(
    starts.map(async (from, nth) => {
      const range = [from, Math.min(size, from + RANGE)] as const;
      const [part] = await hands[nth % hands.length]!.ask({ kind: 'nearest', range, wish });
      best.set(part!, from * wish.most);
    }),
  );
  return best;
}

/** Places of the meetings by hand: the largest first, each to the one that has least to do. */
function shareOut(meetings: readonly Meeting[], hands: number): number[][] {
  const shares = Array.from({ length: hands }, (): { places: number[]; work: number } => ({ places: [], work: 0 }));
  const workOf = ({ asked, given }: Meeting) => asked.length * given.length;
  const order = [...meetings.keys()].sort((a, b) => workOf(meetings[b]!) - workOf(meetings[a]!) || a - b);
  for (const place of order) {
    const share = shares.reduce((least, each) => (each.work < least.work ? each : least));
    share.places.push(place);
    share.work += workOf(meetings[place]!);
  }
  return shares.map(({ places }) => places);
}

/** One piece after another; whoever else waits gets a turn before each. */
function ownHand(kernels: VectorHands['kernels'], rows: Int8Rows): VectorHand {
  let before: Promise<unknown> = Promise.resolve();
  return {
    ask(request) {
      const reply = before.then(async () => {
        await new Promise(setImmediate);
        return answerVectors(kernels, rows, request);
      });
      before = reply.catch(() => {});
      return reply;
    },
    end: async () => {},
  };
}
