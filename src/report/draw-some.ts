/** A few items out of a stream of any length, each as likely, spread over groups. */

/** Groups told apart; further ones share one. */
const GROUPS = 200;

/** Items held for each that is wanted: groups that are small leave their places to the others. */
const SPARE = 10;

interface Drawn<Item> {
  readonly priority: number;
  readonly item: Item;
}

export interface Drawing<Item> {
  /** Shows it one item; `make` is called only when the item is taken for now. */
  offer(group: string, make: () => Item): void;
  /** About `size` items, group by group in turn; groups in the order in which they were first seen. */
  result(): Item[];
}

/**
 * Every item gets a random priority, and each group keeps its lowest: a uniform draw without replacement whose size
 * can shrink later (bottom-k sampling: Cohen and Kaplan, PODC 2007). The more groups appear, the fewer each keeps.
 * @param size items wanted in all; every group keeps at least one.
 */
export function drawSome<Item>(size: number, random: () => number): Drawing<Item> {
  const groups = new Map<string, Drawn<Item>[]>();
  const share = () => Math.max(1, Math.min(size, Math.ceil((SPARE * size) / Math.max(1, groups.size))));
  return {
    offer(group, make) {
      const name = groups.has(group) || groups.size < GROUPS ? group : '';
      let held = groups.get(name);
      if (held === undefined) {
        held = [];
        groups.set(name, held);
        for (const other of groups.values()) other.length = Math.min(other.length, share());
      }
      const priority = random();
      if (held.length < share()) insert(held, { priority, item: make() });
      else if (priority < (held.at(-1) as Drawn<Item>).priority) {
        held.pop();
        insert(held, { priority, item: make() });
      }
    },
    result: () =>
      inTurn(
        [...groups.values()].map((held) => held.map((each) => each.item)),
        size,
      ),
  };
}

/** Keeps the list in ascending order of priority. */
function insert<Item>(held: Drawn<Item>[], drawn: Drawn<Item>): void {
  const at = held.findIndex((other) => other.priority > drawn.priority);
  held.splice(at < 0 ? held.length : at, 0, drawn);
}

/** One of each group, then a second of each, until there are enough; then group by group. */
function inTurn<Item>(groups: readonly (readonly Item[])[], size: number): Item[] {
  const taken = groups.map(() => 0);
  let left = size;
  for (let more = true; more && left > 0; ) {
    more = false;
    for (let group = 0; group < groups.length && left > 0; group++) {
      if ((taken[group] as number) >= (groups[group] as readonly Item[]).length) continue;
      taken[group] = (taken[group] as number) + 1;
      left--;
      more = true;
    }
  }
  return groups.flatMap((items, group) => items.slice(0, taken[group]));
}
