/**
 * A file that is written anew by every run of a recipe, and touched only where it differs.
 * Resuming is replay: the same lines come again. Lines that stand there already are compared and left alone; at
 * the first difference (new work, an edited recipe, a torn tail) the file is cut, and writing begins.
 */
import type { Disk, DiskFile } from './disk.ts';

/** Bytes gathered before they are compared or written. */
const CHUNK_BYTES = 1 << 18;
/** A line waits at most this long before it is on its way to the disk, so that people can watch. */
const LINGER_MS = 250;

export class ReplayFile {
  readonly path: string;
  #file: DiskFile;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #position = 0;
  #same = true;
  #busy: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #failure: unknown;
  #lines = 0;

  private constructor(path: string, file: DiskFile) {
    this.path = path;
    this.#file = file;
  }

  static async open(disk: Disk, path: string): Promise<ReplayFile> {
    return new ReplayFile(path, await disk.open(path));
  }

  /** Lines written so far in this pass. */
  get lines(): number {
    return this.#lines;
  }

  /** Adds a line; waits only when the disk cannot keep up. */
  async add(line: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const bytes = Buffer.from(`${line}\n`);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#lines++;
    if (this.#pendingBytes >= CHUNK_BYTES) await this.#flush();
    else this.#timer ??= setTimeout(() => void this.#flush().catch(() => {}), LINGER_MS);
  }

  /** Everything added is in the file, nothing else is, and a power cut cannot undo it. True when nothing differed. */
  async finish(): Promise<boolean> {
    await this.#flush();
    const isLonger = (await this.#file.size()) > this.#position;
    if (isLonger) await this.#file.truncate(this.#position);
    await this.#file.sync();
    await this.#file.close();
    return this.#same && !isLonger;
  }

  /** Lets go without cutting what an earlier, longer pass left: for a run that stops in the middle. */
  async abandon(): Promise<void> {
    await this.#flush().catch(() => {});
    await this.#file.close();
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bytes = Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#busy = this.#busy.then(() => this.#put(bytes));
    this.#busy = this.#busy.catch((error) => {
      this.#failure ??= error;
    });
    return this.#busy.then(() => {
      if (this.#failure !== undefined) throw this.#failure;
    });
  }

  async #put(bytes: Buffer): Promise<void> {
    if (bytes.length === 0 || this.#failure !== undefined) return;
    if (this.#same) {
      const there = await this.#file.read(this.#position, bytes.length);
      if (!there.equals(bytes)) {
        this.#same = false;
        await this.#file.truncate(this.#position);
      }
    }
    if (!this.#same) await this.#file.write(bytes, this.#position);
    this.#position += bytes.length;
  }
}
