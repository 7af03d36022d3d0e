/** Large columns of numbers. */

/**
 * Zeros in shared memory. V8 counts other memory of arrays as work for its collector: a few megabytes a turn make it walk
 * the whole heap again and again, for a fifth of the time of what writes them.
 */
export const roomyWords = (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4));
