/** Work on many things at once, handed on in the order in which they came. */

export class OrderedWindow<Result> {
  #width: number;
  #commit: (result: Result) => Promise<void>;
  #queue: Promise<Result>[] = [];
  #waiting: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** At most `width` pieces of work are begun and not yet committed. */
  constructor(width: number, commit: (result: Result) => Promise<void>) {
    this.#width = width;
    this.#commit = commit;
  }

  /** Begins a piece of work once there is room; after a failure nothing more is begun. */
  async add(begin: () => Promise<Result>): Promise<void> {
    while (this.#queue.length >= this.#width && this.#failure === undefined)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    if (this.#failure !== undefined) return;
    const work = begin();
    work.catch(() => {}); // it is awaited in its turn
    this.#queue.push(work);
    this.#running ??= this.#run();
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** Waits until all is committed. Where a piece failed, the others are let finish first: their answers are paid for. */
  async drain(): Promise<void> {
    await this.#running;
    if (this.#failure !== undefined) await Promise.allSettled(this.#queue);
    this.#rethrow();
  }

  async #run(): Promise<void> {
    try {
      for (let head = this.#queue[0]; head !== undefined; head = this.#queue[0]) {
        await this.#commit(await head);
        this.#queue.shift();
        this.#waiting?.();
      }
    } catch (error) {
      this.#failure = { error };
      this.#waiting?.();
    }
    this.#running = undefined;
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
