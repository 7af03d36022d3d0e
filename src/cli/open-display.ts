/** Chooses how a run is shown: on a terminal, in a log, as JSON lines, or not at all. */
import type { Display } from './display.ts';
import { jsonDisplay } from './display-json.ts';
import { LiveDisplay } from './display-live.ts';
import { PlainDisplay } from './display-plain.ts';
import { isLive, type Output } from './screen.ts';
import type { TallyWishes } from './tally.ts';

export interface DisplayWishes extends TallyWishes {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly data?: Output;
  readonly progress?: Output;
}

export function openDisplay(wishes: DisplayWishes): Display {
  const { json, quiet, data = process.stdout, progress = process.stderr } = wishes;
  if (json) return jsonDisplay(data);
  if (quiet) return silentDisplay;
  return isLive(progress) ? new LiveDisplay(progress, wishes) : new PlainDisplay(progress, wishes);
}

const nothing = () => {};
const silentDisplay: Display = { show: nothing, say: nothing, pause: nothing, resume: nothing, close: nothing };
