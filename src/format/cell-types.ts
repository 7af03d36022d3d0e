/** Gives cells of CSV, which are all text, the types that the recipe names. */
import { isFault, parseJson } from './json.ts';
import { type Data, isBad, type Read, type Row, type Value } from './row.ts';

export const CELL_TYPES = ['number', 'boolean', 'json'] as const;
export type CellTypes = { readonly [column: string]: (typeof CELL_TYPES)[number] };

/** The same rows with the named columns converted; an empty cell becomes null. A cell that does not fit is a bad row. */
export async function* typeCells(
  batches: AsyncIterable<readonly Read[]>,
  types: CellTypes,
): AsyncGenerator<readonly Read[]> {
  const wanted = Object.entries(types);
  for await (const batch of batches)
    yield wanted.length === 0 ? batch : batch.map((row) => (isBad(row) ? row : typed(row, wanted)));
}

function typed(row: Row, wanted: readonly [string, CellTypes[string]][]): Read {
  const changed: [string, Value][] = [];
  const exact: string[] = [];
  for (const [column, type] of wanted) {
    const cell = Object.hasOwn(row.data, column) ? row.data[column] : undefined;
    if (typeof cell !== 'string')
      return {
        line: row.line,
        reason: `there is no column \`${column}\` to read as ${type}`,
        raw: rawOf(row.data),
        fatal: true,
      };
    const value = cellValue(cell.trim(), type, (path) => exact.push(path === '' ? column : `${column}.${path}`));
    if (value === undefined)
      return {
        line: row.line,
        reason: `column \`${column}\`: \`${cell.slice(0, 80)}\` is no ${type}`,
        raw: rawOf(row.data),
      };
    changed.push([column, value]);
  }
  const data = { ...row.data, ...Object.fromEntries(changed) };
  return exact.length === 0 ? { data, line: row.line } : { data, line: row.line, exact };
}

function cellValue(cell: string, type: CellTypes[string], keptAsText: (path: string) => void): Value | undefined {
  if (cell === '') return null;
  if (type === 'boolean') return /^(true|false)$/i.test(cell) ? cell.toLowerCase() === 'true' : undefined;
  const parsed = parseJson(cell);
  if (isFault(parsed)) return undefined;
  const isNumber = typeof parsed.value === 'number' || (parsed.exact.length > 0 && parsed.value === cell);
  if (type === 'number' && !isNumber) return undefined;
  parsed.exact.forEach(keptAsText);
  return parsed.value;
}

const rawOf = (data: Data) => JSON.stringify(data).slice(0, 2000);
