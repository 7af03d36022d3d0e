/** Named regions of a WebAssembly memory, each as large as the largest thing it had to hold. */

/** A memory of WebAssembly, whose types are in TypeScript's library for browsers only. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface Regions {
  /** Makes regions at least so many bytes large; what one held may be lost. */
  reserve(wanted: Readonly<Record<string, number>>): void;
  /** Its address: a multiple of 64, until it is reserved larger. */
  at(name: string): number;
  /** Copies into a region, which grows where it must; gives its address. */
  put(name: string, content: Uint8Array | Uint32Array | Int32Array): number;
  /** Views: valid until the next `reserve` or `put`. */
  bytes(name: string, length: number): Uint8Array;
  words(name: string, length: number): Uint32Array;
}

const PAGE = 1 << 16;

/** The first page is the module's own. A region that grew leaves its old place unused: less than it has now. */
export function makeRegions(memory: Memory): Regions {
  const places = new Map<string, { readonly at: number; readonly size: number }>();
  let top = PAGE;
  let all = new Uint8Array(memory.buffer);
  const grow = (name: string, size: number): void => {
    if ((places.get(name)?.size ?? -1) >= size) return;
    const roomy = Math.ceil((size * 1.5) / 64 + 1) * 64;
    places.set(name, { at: top, size: roomy });
    top += roomy;
    const missing = top - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.ceil(missing / PAGE));
    all = new Uint8Array(memory.buffer);
  };
  const at = (name: string): number => (places.get(name) as { at: number }).at;
  return {
    reserve: (wanted) => {
      for (const [name, size] of Object.entries(wanted)) grow(name, size);
    },
    at,
    put: (name, content) => {
      grow(name, content.byteLength);
      const bytes =
        content instanceof Uint8Array
          ? content
          : new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
      const place = at(name);
      all.set(bytes, place);
      return place;
    },
    bytes: (name, length) => new Uint8Array(memory.buffer, at(name), length),
    words: (name, length) => new Uint32Array(memory.buffer, at(name), length),
  };
}
