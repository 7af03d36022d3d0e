/** What is said between an embedder's process and its parent. */

/** Which model, and with what it is run: the specifier or URL of a package, imported in the process only. */
export type EmbedOrder =
  | { readonly format: 'onnx' /** In the hub's layout. */; readonly folder: string; readonly module: string }
  | { readonly format: 'gguf'; readonly path: string; readonly module: string };

/** Without texts the file is looked at, and nothing loaded. */
export interface EmbedRequest {
  readonly number: number;
  readonly order: EmbedOrder;
  readonly texts?: readonly string[];
}

/** How a GGUF model comes to the vector of a text: as it was trained to, or by being asked to sum the text up. */
type Reading = 'trained' | 'asked';

export interface Look {
  readonly dimensions: number;
  readonly reading: Reading;
}

export type EmbedReply =
  | { readonly kind: 'vectors'; readonly number: number /** Texts × dimensions. */; readonly vectors: Float32Array }
  | { readonly kind: 'look'; readonly number: number; readonly look: Look }
  | {
      readonly kind: 'failed';
      readonly number: number;
      readonly reason: string;
      /** The file, and not the text: asking again is of no use. */
      readonly isUnusable: boolean;
    };

/** What runs in the process. */
export type Embed = (text: string) => Promise<Float32Array>;
