/** Writes texts into the memory of a kernel. */

const encoder = new TextEncoder();

/** Bytes that a text may take, at most. */
export const utf8Length = (text: string): number => text.length * 3;

/** Gives the bytes written. Half a pair of surrogates becomes U+FFFD. */
export const writeUtf8 = (text: string, into: Uint8Array): number => encoder.encodeInto(text, into).written;

/** The same, but that half a pair becomes three bytes of its own (WTF-8), so that it stays what it is. */
export function writeWtf8(text: string, into: Uint8Array): number {
  let to = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if ((point & 0x1ff800) === 0xd800) {
      into[to] = 0xe0 | (point >> 12);
      into[to + 1] = 0x80 | ((point >> 6) & 0x3f);
      into[to + 2] = 0x80 | (point & 0x3f);
      to += 3;
    } else to += writeUtf8(character, into.subarray(to));
  }
  return to;
}
