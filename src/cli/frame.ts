/** The block of lines that shows a run: its steps as a table, its target as a bar, its calls and its cost. */
import type { StepCounts } from '../core/step.ts';
import { countWords, dollarWords, durationWords, figureWords, plural } from '../report/numbers.ts';
import { cutToWidth, displayWidth, fitToWidth } from '../text/display-width.ts';
import { visibleLine } from '../text/visible.ts';
import { type Tally, total } from './tally.ts';

export interface FrameRoom {
  /** Columns and rows that may be used, at most. */
  readonly columns: number;
  readonly rows: number;
  /** Since the start. */
  readonly seconds: number;
  readonly paint: (style: 'bold' | 'dim' | 'green', text: string) => string;
}

/** Groups of a target that get a bar of their own. */
const MOST_GROUPS = 6;

/** Lines of at most `columns` columns, and at most `rows` of them. */
export function frameOf(tally: Tally, room: FrameRoom): string[] {
  const head = headLine(tally, room);
  const foot = [...targetLines(tally, room), callsLine(tally, room)];
  const space = Math.max(1, room.rows - foot.length - 1);
  const lines = [head, ...stepLines(tally.counts, room, space), ...foot];
  return lines.slice(0, Math.max(1, room.rows));
}

function headLine({ recipe, round, secondsLeft, perSecond }: Tally, { columns, seconds, paint }: FrameRoom): string {
  const parts = [
    ...(round > 1 ? [`round ${round}`] : []),
    durationWords(Math.floor(seconds)),
    ...(perSecond === undefined ? [] : [`${figureWords(perSecond)} samples/s`]),
    ...(secondsLeft === undefined
      ? []
      : [`about ${durationWords(secondsLeft)} left${round > 1 ? ' of the round' : ''}`]),
  ];
  const name = cutToWidth(visibleLine(recipe), columns);
  return paint('bold', name) + paint('dim', cutToWidth(`  ${parts.join(' · ')}`, columns - displayWidth(name)));
}

const FIGURES = ['in', 'kept', 'dropped', 'failed'] as const;

/** A line for each step; where they do not fit, those in the middle are left out. */
function stepLines(counts: readonly StepCounts[], { columns, paint }: FrameRoom, space: number): string[] {
  if (counts.length === 0) return [];
  const rows = counts.map(cellsOf);
  const names = Math.min(28, Math.max(4, ...rows.map(({ name }) => displayWidth(name))), Math.max(6, columns - 34));
  const widths = FIGURES.map((figure, at) =>
    Math.max(figure.length, ...rows.map(({ figures }) => figures[at]!.length)),
  );
  const line = (name: string, figures: readonly string[], reasons: string) => {
    const cells = figures.map((figure, at) => fitToWidth(figure, widths[at]!, 'right'));
    const begin = `  ${fitToWidth(name, names)}  ${cells.join('  ')}`;
    const room = columns - displayWidth(begin) - 2;
    const whole = room > 7 && reasons !== '' ? `${begin}  ${cutToWidth(reasons, room)}` : begin.trimEnd();
    return cutToWidth(whole, columns);
  };
  const lines = [
    paint('dim', line('step', FIGURES, '')),
    ...rows.map((row) => line(row.name, row.figures, row.reasons)),
  ];
  if (lines.length <= space) return lines;
  const shown = Math.max(0, space - 2);
  const first = Math.ceil(shown / 2);
  const left = `  … ${plural(rows.length - shown, 'more step')}`;
  return [
    lines[0]!,
    ...lines.slice(1, first + 1),
    cutToWidth(left, columns),
    ...lines.slice(lines.length - (shown - first)),
  ].slice(0, space);
}

function cellsOf(step: StepCounts): { name: string; figures: string[]; reasons: string } {
  const shown = (count: number) => (count === 0 ? '' : countWords(count));
  const arrived = step.stage === 'source' ? step.in + step.made : step.in;
  return {
    name: visibleLine(step.key),
    figures: [shown(arrived), shown(step.kept), shown(total(step.dropped)), shown(total(step.failed))],
    reasons: reasonsText({ ...step.dropped, ...step.failed }),
  };
}

/** “below-4 22, unsure 8”, most frequent first. */
const reasonsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${visibleLine(reason)} ${countWords(count)}`)
    .join(', ');

function targetLines({ accepted, wishes, lacking }: Tally, { columns, paint }: FrameRoom): string[] {
  const { wanted, min } = wishes;
  if (wanted === undefined && min === undefined) return [];
  const whole =
    wanted === undefined
      ? cutToWidth(`  ${fitToWidth('accepted', 16)} ${countWords(accepted)}`, columns)
      : barLine('accepted', { got: accepted, of: wanted, columns, paint });
  if (min === undefined) return [whole];
  const groups = lacking
    .slice(0, MOST_GROUPS)
    .map(({ group, got }) => barLine(group, { got, of: min, columns, paint }));
  const rest = lacking.length - MOST_GROUPS;
  const more = rest > 0 ? [cutToWidth(`  … ${plural(rest, 'more group')} below ${min}`, columns)] : [];
  return [whole, ...groups, ...more];
}

interface Bar extends Pick<FrameRoom, 'columns' | 'paint'> {
  readonly got: number;
  readonly of: number;
}

function barLine(name: string, { got, of, columns, paint }: Bar): string {
  const part = Math.max(0, Math.min(1, got / of));
  const begin = cutToWidth(`  ${fitToWidth(visibleLine(name), 16)} ${countWords(got)} of ${countWords(of)} `, columns);
  const room = Math.min(30, columns - displayWidth(begin));
  if (room < 5) return begin;
  const full = Math.round(part * room);
  return begin + paint('green', '█'.repeat(full)) + paint('dim', '░'.repeat(room - full));
}

function callsLine({ spent }: Tally, { columns }: FrameRoom): string {
  const { calls, reused, inFlight, inputTokens, outputTokens, costUsd } = spent;
  const parts = [
    plural(calls, 'call'),
    ...(inFlight > 0 ? [`${countWords(inFlight)} in flight`] : []),
    ...(reused > 0 ? [`${countWords(reused)} reused`] : []),
    `${plural(inputTokens + outputTokens, 'token')}`,
    dollarWords(costUsd),
  ];
  return cutToWidth(`  ${parts.join(' · ')}`, columns);
}
