/** A column of numbers that grows, and what can be told of it. Eight bytes a number, up to twice that while it grows. */

export class Column {
  #values = new Float64Array(64);
  #size = 0;
  #sorted = true;

  get size(): number {
    return this.#size;
  }

  add(value: number): void {
    if (this.#size === this.#values.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#size++] = value;
    this.#sorted = false;
  }

  /** All numbers, ascending. The view is good until the next `add`. */
  sorted(): Float64Array {
    const values = this.#values.subarray(0, this.#size);
    if (!this.#sorted) values.sort();
    this.#sorted = true;
    return values;
  }
}

/** Quantile `q` in [0, 1] of ascending numbers, interpolated (Hyndman and Fan 1996, type 7, as in R and NumPy). */
export function quantile(sorted: Float64Array, q: number): number {
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

/** Mean and sample standard deviation (n − 1; 0 for a single number), in one pass (Welford 1962). */
export function meanAndSpread(values: Float64Array): { readonly mean: number; readonly sd: number } {
  let mean = 0;
  let squares = 0;
  values.forEach((value, index) => {
    const off = value - mean;
    mean += off / (index + 1);
    squares += off * (value - mean);
  });
  return { mean, sd: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}
