/** A dataset on disk: one sample a line, read again and again without being held. */
import type { Dataset, Sample } from '../core/sample.ts';
import { blocksIn } from './blocks.ts';
import { textBatchesIn } from './columns.ts';
import { type Disk, type DiskFile, realDisk } from './disk.ts';
import { linesOf } from './lines.ts';

/** The samples of a file of lines. */
export async function* samplesIn(disk: Disk, path: string): AsyncIterable<Sample> {
  const file = await disk.openToRead(path);
  try {
    for await (const line of linesOf(file)) if (line.whole) yield JSON.parse(line.bytes.toString()) as Sample;
  } finally {
    await file.close();
  }
}

/** A finished file of samples as a dataset. */
export function diskDataset(disk: Disk, path: string, size: number): Dataset {
  const iterate = () => samplesIn(disk, path)[Symbol.asyncIterator]();
  return {
    size,
    [Symbol.asyncIterator]: iterate,
    texts: (field) => opened(disk, path, (file) => textBatchesIn(file, field)),
    blocks: () => opened(disk, path, blocksIn),
    ...(disk === realDisk && { file: path }),
  };
}

async function* opened<Each>(
  disk: Disk,
  path: string,
  read: (file: DiskFile) => AsyncIterable<Each>,
): AsyncIterable<Each> {
  const file = await disk.openToRead(path);
  try {
    yield* read(file);
  } finally {
    await file.close();
  }
}

/** Chosen rows of a file of samples, in the order given; raw lines, since they go on unchanged. */
export async function* rowsOf(disk: Disk, path: string, rows: Uint32Array): AsyncIterable<string> {
  const file = await disk.openToRead(path);
  try {
    yield* isAscending(rows) ? scanRows(file, rows) : seekRows(file, rows);
  } finally {
    await file.close();
  }
}

/** The rows that are 0 in `gone`, likewise. */
export async function* restOf(disk: Disk, path: string, gone: Uint8Array): AsyncIterable<string> {
  let row = 0;
  for await (const { bytes } of opened(disk, path, (file) => linesOf(file)))
    if (gone[row++] === 0) yield bytes.toString();
}

const isAscending = (rows: Uint32Array) => rows.every((row, at) => at === 0 || row > (rows[at - 1] as number));

async function* scanRows(file: DiskFile, rows: Uint32Array): AsyncIterable<string> {
  let next = 0;
  let row = 0;
  for await (const line of linesOf(file)) {
    if (next === rows.length) return;
    if (row++ !== rows[next]) continue;
    next++;
    yield line.bytes.toString();
  }
}

/** In any order: remembers where each line begins, eight bytes a row. */
async function* seekRows(file: DiskFile, rows: Uint32Array): AsyncIterable<string> {
  const starts: number[] = [];
  for await (const line of linesOf(file)) starts.push(line.position);
  starts.push(await file.size());
  for (const row of rows) {
    const start = starts[row] as number;
    yield (await file.read(start, (starts[row + 1] as number) - start - 1)).toString();
  }
}
