/** Row numbers as columns. */

/** The rows of 0 … `rows` − 1 that pass the test, ascending. Asks of each row twice, and needs no more memory than it gives. */
export function rowsWhere(rows: number, test: (row: number) => boolean): Uint32Array {
  let count = 0;
  for (let row = 0; row < rows; row++) if (test(row)) count++;
  const chosen = new Uint32Array(count);
  count = 0;
  for (let row = 0; row < rows; row++) if (test(row)) chosen[count++] = row;
  return chosen;
}

/** Of these rows those whose place passes the test. */
export function rowsAt(rows: Uint32Array, test: (place: number) => boolean): Uint32Array {
  const chosen = rowsWhere(rows.length, test);
  for (let at = 0; at < chosen.length; at++) chosen[at] = rows[chosen[at]!]!;
  return chosen;
}
