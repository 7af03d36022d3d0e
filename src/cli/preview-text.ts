/** What became of each sample of a preview, as text or as JSON lines. */
import type { Manifest, Quarantined } from '../core/manifest.ts';
import type { Sample } from '../core/sample.ts';
import { readRun } from '../execution/read-run.ts';
import { plural } from '../report/numbers.ts';
import { shownPath } from './outcome.ts';
import { sampleText } from './sample-text.ts';

export interface PreviewFacts {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly json: boolean;
  readonly write: (text: string) => void;
}

export async function writePreview({ directory, manifest, json, write }: PreviewFacts): Promise<void> {
  const reader = readRun(directory);
  const show = (sample: Sample, left?: Quarantined) =>
    write(json ? `${JSON.stringify(left ?? { sample, verdict: 'accepted' })}\n` : `\n${sampleText({ sample, left })}`);
  for await (const sample of reader.samples()) show(sample);
  let left = 0;
  for await (const each of reader.quarantine()) {
    show(each.sample, each);
    left++;
  }
  if (json) return;
  write(`\n${plural(manifest.accepted, 'sample')} accepted, ${left} not. All of it: ${shownPath(directory)}\n`);
}
