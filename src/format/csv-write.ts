/** Writes CSV (RFC 4180, lines ended by a line feed). */

/** Characters with which a spreadsheet begins a formula (OWASP ASVS 5.0, 1.2.10). */
const FORMULA = /^[=+\-@\t\r\0]/;
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** True for a cell that a spreadsheet would run as a formula. */
export const isRisky = (cell: string): boolean => FORMULA.test(cell) && !PLAIN_NUMBER.test(cell);

/** The same cell as harmless text: spreadsheets hide the apostrophe, other readers see it. */
export const harmless = (cell: string): string => (isRisky(cell) ? `'${cell}` : cell);

/** One record with its line feed. A cell is quoted where it must be; null is an empty cell, and an empty text is `""`. */
export const csvRecord = (cells: readonly (string | null)[], delimiter = ','): string =>
  `${cells.map((cell) => quoted(cell, delimiter, cells.length === 1)).join(delimiter)}\n`;

function quoted(cell: string | null, delimiter: string, isAlone: boolean): string {
  if (cell === null) return isAlone ? '""' : '';
  const isSafe = cell !== '' && !/["\r\n]/.test(cell) && !cell.includes(delimiter) && cell.trim() === cell;
  return isSafe ? cell : `"${cell.replaceAll('"', '""')}"`;
}
