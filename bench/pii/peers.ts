/** Presidio and datatrove on the same texts, by the Python that the bench is given. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerPython } from '../arguments.ts';
import { type Span, unitsOf } from './score.ts';

export interface Presidio {
  /** spaCy's; `none` where it has none. */
  readonly model: string;
  /** CPU time of all texts. */
  readonly seconds: number;
  /** Type, start and end in code points, score. */
  readonly spans: readonly (readonly [string, number, number, number])[][];
}

const python = peerPython('PRESIDIO_PYTHON');

export const presidio = (texts: readonly string[]): Promise<Presidio | undefined> => run('presidio_peer.py', texts);

/** CPU seconds of a round; undefined where that Python has no datatrove. */
export const datatrove = (texts: readonly string[]): Promise<{ readonly seconds: number } | undefined> =>
  run<{ seconds: number }>('datatrove_peer.py', texts).catch(() => undefined);

async function run<Out>(script: string, texts: readonly string[]): Promise<Out | undefined> {
  if (python === undefined) return undefined;
  const home = await mkdtemp(join(tmpdir(), 'pii-bench-'));
  try {
    const [input, output] = [join(home, 'texts.json'), join(home, 'out.json')];
    await writeFile(input, JSON.stringify(texts));
    execFileSync(python, [new URL(`./${script}`, import.meta.url).pathname, input, output], { stdio: 'ignore' });
    return JSON.parse(await readFile(output, 'utf8'));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Its findings from a score on, in UTF-16 units. */
export function spansFrom({ spans }: Presidio, texts: readonly { readonly text: string }[], mark: number): Span[][] {
  return texts.map(({ text }, at) => {
    const offsets = unitsOf(text);
    const sure = spans[at]!.filter(([, , , score]) => score >= mark);
    return sure.map(([type, start, end]) => ({ type, start: offsets[start]!, end: offsets[end]! }));
  });
}
