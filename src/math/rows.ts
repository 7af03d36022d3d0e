/** Row numbers as columns. */

/** The rows of 0 … `rows` − 1 that pass the test, ascending. */
export function rowsWhere(rows: number, test: (row: number) => boolean): Uint32Array {
  const chosen = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (test(row)) chosen[count++] = row;
  return chosen.slice(0, count);
}
