/** The progress of a download: one line that is rewritten on a terminal, a line every quarter elsewhere. */
import type { Progress } from '../models/weights/pull.ts';
import { sizeText } from './sizes.ts';

export interface DownloadLine {
  report(progress: Progress): void;
  /** Ends the line, where one is open. */
  end(): void;
}

const REDRAW_MS = 100;

export function downloadLine(output: { isTTY?: boolean; write(text: string): unknown } = process.stderr): DownloadLine {
  let drawnAt = 0;
  let quarter = -1;
  let open = false;
  const share = ({ bytes, totalBytes }: Progress) => (totalBytes ? bytes / totalBytes : 0);
  const onTerminal = (progress: Progress) => {
    const now = performance.now();
    if (now - drawnAt < REDRAW_MS && share(progress) < 1) return;
    drawnAt = now;
    open = true;
    output.write(`\r${lineOf(progress)}\u001b[K`);
  };
  const elsewhere = (progress: Progress) => {
    const now = Math.floor(share(progress) * 4);
    if (now === quarter) return;
    quarter = now;
    output.write(`${lineOf(progress)}\n`);
  };
  return {
    report: output.isTTY ? onTerminal : elsewhere,
    end() {
      if (open) output.write('\n');
      open = false;
      quarter = -1;
    },
  };
}

function lineOf({ id, from, bytes, totalBytes }: Progress): string {
  const of = totalBytes === undefined ? '' : ` of ${sizeText(totalBytes)}, ${Math.floor((100 * bytes) / totalBytes)} %`;
  return `Pulling ${id} from ${from === 'hub' ? 'the model hub' : 'npm'}: ${sizeText(bytes)}${of}`;
}
