/** Plain text: one sample a line, or the whole file as one. */
import { firstBrokenByte, isBadLine, linesOf } from './lines.ts';
import { cut, RECORD_BYTES, type Read } from './row.ts';

/** Each line that is not blank, as the field of that name. */
export async function* readTextLines(
  chunks: AsyncIterable<Uint8Array>,
  field: string,
  cap?: number,
): AsyncGenerator<readonly Read[]> {
  for await (const lines of linesOf(chunks, cap)) {
    const rows: Read[] = [];
    for (const line of lines) {
      if (isBadLine(line)) rows.push({ ...line, line: line.number });
      else if (line.text.trim() !== '') rows.push({ data: { [field]: withoutReturn(line.text) }, line: line.number });
    }
    yield rows;
  }
}

/** The whole stream as one field, line ends as they are; nothing where only white space stands. */
export async function* readWholeText(
  chunks: AsyncIterable<Uint8Array>,
  field: string,
  cap = RECORD_BYTES,
): AsyncGenerator<readonly Read[]> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes <= cap) continue;
    const raw = cut(Buffer.from(parts[0]!).toString('utf8', 0, 2000));
    return yield [{ line: 1, reason: `a text of more than ${cap} bytes; read it by lines`, raw }];
  }
  const whole = Buffer.concat(parts);
  const bad = firstBrokenByte(whole);
  const text = whole.toString('utf8');
  if (bad === -1 && !whole.includes(0)) {
    if (text.trim() !== '') yield [{ data: { [field]: text }, line: 1 }];
    return;
  }
  const before = whole.toString('utf8', 0, bad === -1 ? whole.indexOf(0) : bad);
  const place = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
  yield [{ ...place, reason: bad === -1 ? 'a NUL; this looks like a binary file' : 'not UTF-8 here', raw: cut(text) }];
}

const withoutReturn = (text: string) => (text.endsWith('\r') ? text.slice(0, -1) : text);
