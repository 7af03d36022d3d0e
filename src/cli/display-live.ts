/** A run on a terminal: a block of lines, one for each step, rewritten in place; notes stay above it. */
import type { Event } from '../core/events.ts';
import type { StepCounts } from '../core/step.ts';
import { displayWidth } from '../text/display-width.ts';
import { visibleLine } from '../text/visible.ts';
import type { Display } from './display.ts';
import { startText } from './display-plain.ts';
import { frameOf } from './frame.ts';
import { type Output, paint } from './screen.ts';
import { Tally, type TallyWishes } from './tally.ts';

/** At most ten times a second; and once a second when nothing happens, for the clock. */
const REDRAW_MS = 100;
const IDLE_MS = 1000;
/** Where nothing says how large the screen is, or it says 0, as under `script` and some container terminals. */
const USUAL_COLUMNS = 80;
const USUAL_ROWS = 24;

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';

export class LiveDisplay implements Display {
  #output: Output;
  #tally: Tally;
  #clock: () => number;
  #startedAt: number;
  #drawn: readonly string[] = [];
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isDirty = false;
  #isPaused = false;
  #timer: NodeJS.Timeout;
  #redraw = () => this.#draw();
  #restore = () => this.#leave();

  constructor(output: Output, wishes: TallyWishes, clock: () => number = () => performance.now()) {
    this.#output = output;
    this.#tally = new Tally(wishes);
    this.#clock = clock;
    this.#startedAt = clock();
    this.#timer = setInterval(() => this.#tick(), REDRAW_MS);
    this.#timer.unref();
    output.on?.('resize', this.#redraw);
    process.on('exit', this.#restore); // also after a crash
    output.write(HIDE);
  }

  show(event: Event): void {
    this.#tally.take(event, this.#clock());
    this.#isDirty = true;
    if (event.kind === 'run-start') this.say(startText(event));
    if (event.kind === 'model-note') this.say(`${event.role}: ${event.message}`);
  }

  say(text: string): void {
    this.#erase();
    this.#output.write(`${visibleLine(text)}\n`);
    this.#draw();
  }

  pause(): void {
    this.#isPaused = true;
    this.#erase();
    this.#output.write(SHOW);
  }

  resume(): void {
    this.#isPaused = false;
    this.#output.write(HIDE);
    this.#draw();
  }

  /** The last state stays on the screen. */
  close(counts?: readonly StepCounts[]): void {
    if (counts !== undefined) this.#tally.end(counts);
    clearInterval(this.#timer);
    this.#output.off?.('resize', this.#redraw);
    process.off('exit', this.#restore);
    this.#draw();
    this.#leave();
  }

  #leave(): void {
    this.#output.write(`${this.#drawn.length > 0 ? '\n' : ''}${SHOW}`);
    this.#drawn = [];
    this.#isPaused = true;
  }

  #tick(): void {
    if (this.#isDirty || this.#clock() - this.#drawnAt >= IDLE_MS) this.#draw();
  }

  #draw(): void {
    if (this.#isPaused || this.#tally.round === 0) return;
    const columns = this.#columns - 1; // a full last column would wrap on some terminals
    const rows = (this.#output.rows || USUAL_ROWS) - 1;
    const seconds = (this.#clock() - this.#startedAt) / 1000;
    const paintWord = (style: 'bold' | 'dim' | 'green', text: string) => paint(this.#output, style, text);
    const lines = frameOf(this.#tally, { columns, rows, seconds, paint: paintWord });
    const text = lines.map((line) => `${line}\u001b[K`).join('\n');
    this.#output.write(`${this.#upToStart()}${text}\u001b[J`);
    this.#drawn = lines;
    this.#drawnAt = this.#clock();
    this.#isDirty = false;
  }

  get #columns(): number {
    return Math.max(2, this.#output.columns || USUAL_COLUMNS);
  }

  #erase(): void {
    if (this.#drawn.length === 0) return;
    this.#output.write(`${this.#upToStart()}\u001b[J`);
    this.#drawn = [];
  }

  /** To the first column of the block's first line; a terminal made narrower has wrapped what we drew. */
  #upToStart(): string {
    const columns = this.#columns;
    const rows = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(plainWidth(line) / columns)), 0);
    return rows > 1 ? `\r\u001b[${rows - 1}A` : '\r';
  }
}

const plainWidth = (line: string) => displayWidth(line.replaceAll(/\u001b\[[\d;]*m/g, ''));
