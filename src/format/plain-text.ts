/** Plain text: one sample a line, or the whole file as one. */
import { isBadLine, linesOf } from './lines.ts';
import { cut, type Read, RECORD_BYTES } from './row.ts';

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
  const texts: string[] = [];
  let characters = 0;
  for await (const lines of linesOf(chunks, cap))
    for (const line of lines) {
      if (isBadLine(line)) return yield [{ ...line, line: line.number }];
      texts.push(line.text);
      characters += line.text.length + 1;
      if (characters > cap)
        return yield [{ reason: `a text of more than ${cap} bytes; read it by lines`, raw: cut(texts[0]!) }];
    }
  const whole = texts.join('\n');
  if (whole.trim() !== '') yield [{ data: { [field]: whole }, line: 1 }];
}

const withoutReturn = (text: string) => (text.endsWith('\r') ? text.slice(0, -1) : text);
