/** Groups that grow together: disjoint sets of rows, four bytes a row. */

export interface UnionFind {
  /** The smallest row of the group that `row` belongs to. */
  find(row: number): number;
  /** Makes one group of two; nothing happens when they are one already. */
  join(a: number, b: number): void;
}

/** Every row begins as a group of its own. Path halving (van Leeuwen 1977); the smaller row is always the root. */
export function makeUnionFind(rows: number): UnionFind {
  const parent = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) parent[row] = row;
  const find = (row: number): number => {
    let at = row;
    while (parent[at] !== at) {
      const above = parent[parent[at] as number] as number;
      parent[at] = above;
      at = above;
    }
    return at;
  };
  const join = (a: number, b: number): void => {
    const [x, y] = [find(a), find(b)];
    if (x < y) parent[y] = x;
    else parent[x] = y;
  };
  return { find, join };
}
