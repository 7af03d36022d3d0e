import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mistake } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import type { StepCounts } from '../core/step.ts';
import { displayWidth } from '../text/display-width.ts';
import { LiveDisplay } from './display-live.ts';
import { PlainDisplay } from './display-plain.ts';
import { openDisplay } from './open-display.ts';
import { isLive } from './screen.ts';

/** As much of a terminal as we use: lines, wrapping, cursor up, erasing, hiding the cursor; refuses what it does not know. */
class Terminal {
  readonly isTTY = true;
  columns: number;
  rows: number;
  lines: string[] = [''];
  row = 0;
  column = 0;
  cursorIsHidden = false;
  writes = 0;
  #resized: (() => void)[] = [];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  on(_: 'resize', listener: () => void) {
    this.#resized.push(listener);
  }

  off(_: 'resize', listener: () => void) {
    this.#resized = this.#resized.filter((each) => each !== listener);
  }

  /** Lines that are too long now wrap, as most terminals do; the cursor stays with its text. */
  resize(columns: number) {
    this.columns = columns;
    const wrapped: string[] = [];
    for (const [at, line] of this.lines.entries()) {
      if (at === this.row) {
        this.row = wrapped.length + Math.floor(Math.max(0, this.column - 1) / columns);
        this.column = this.column === 0 ? 0 : ((this.column - 1) % columns) + 1;
      }
      wrapped.push(...(line.match(new RegExp(`.{1,${columns}}`, 'gu')) ?? ['']));
    }
    this.lines = wrapped;
    for (const listener of this.#resized) listener();
  }

  write(text: string) {
    this.writes++;
    for (const [sign] of text.matchAll(/\u001b\[\??[\d;]*[A-Za-z]|[\s\S]/gu)) this.#take(sign);
  }

  #take(sign: string) {
    const [, number, command] = /^\u001b\[(\??[\d;]*)([A-Za-z])$/.exec(sign) ?? [];
    const line = this.lines[this.row]!;
    if (sign === '\r') this.column = 0;
    else if (sign === '\n') this.#newLine();
    else if (command === 'A')
      this.row = Math.max(Math.max(0, this.lines.length - this.rows), this.row - Number(number || 1));
    else if (command === 'K') this.lines[this.row] = [...line].slice(0, this.column).join('');
    else if (command === 'J') {
      this.lines[this.row] = [...line].slice(0, this.column).join('');
      this.lines.length = this.row + 1;
    } else if (command === 'l' || command === 'h') this.cursorIsHidden = command === 'l';
    else if (command === 'm') return;
    else if (/[\u0000-\u001f\u007f-\u009f]/.test(sign)) throw new Error(`control sign ${JSON.stringify(sign)}`);
    else this.#put(sign);
  }

  #put(sign: string) {
    if (this.column >= this.columns) this.#newLine();
    const signs = [...this.lines[this.row]!.padEnd(this.column)];
    signs[this.column++] = sign;
    this.lines[this.row] = signs.join('');
  }

  #newLine() {
    this.row++;
    this.column = 0;
    if (this.row === this.lines.length) this.lines.push('');
  }

  get text() {
    return this.lines.join('\n').trimEnd();
  }
}

const step = (key: string, some: Partial<StepCounts> = {}): StepCounts => ({
  ...{ key, name: key, stage: 'curation', in: 0, made: 0, kept: 0, dropped: {}, failed: {} },
  ...some,
});
const spent = { calls: 40, reused: 7, inFlight: 12, inputTokens: 1000, outputTokens: 500, costUsd: 0.25 };
const progress = (counts: readonly StepCounts[]): Event => ({ kind: 'line-progress', counts, spent });
const begin: Event[] = [
  { kind: 'run-start', directory: '/runs/x', recipe: 'dialogues', answersKept: 7, edited: false },
  { kind: 'round-start', round: 1, wanted: 100 },
];
const line = [
  step('count', { stage: 'source', made: 100, kept: 100 }),
  step('prompt', { stage: 'generation', in: 80, kept: 60, failed: { 'rate-limited': 2 } }),
  step('judge', { in: 60, kept: 50, dropped: { 'below-4': 8, unsure: 2 } }),
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('on a terminal', () => {
  const open = (terminal: Terminal, wishes = {}) => new LiveDisplay(terminal, { wanted: 100, ...wishes });

  it('shows a line for each step with reasons, the target, calls and cost, rewritten in place', () => {
    const terminal = new Terminal(90, 24);
    const display = open(terminal);
    for (const event of [...begin, progress(line)]) display.show(event);
    for (let at = 0; at < 50; at++) display.show({ kind: 'sample-done', id: `${at}`, round: 1 });
    vi.advanceTimersByTime(3000);
    display.close();
    expect(terminal.text).toBe(
      [
        'Recipe dialogues; goes on, with 7 answers kept from before.',
        'dialogues  3 s',
        '  step     in  kept  dropped  failed',
        '  count   100   100',
        '  prompt   80    60                2  rate-limited 2',
        '  judge    60    50       10          below-4 8, unsure 2',
        '  accepted         50 of 100 ███████████████░░░░░░░░░░░░░░░',
        '  40 calls · 12 in flight · 7 reused · 1,500 tokens · $0.25',
      ].join('\n'),
    );
    expect(terminal.cursorIsHidden).toBe(false);
  });

  it('shows a bar for each group below its minimum', () => {
    const terminal = new Terminal(60, 24);
    const display = open(terminal, { wanted: undefined, min: 4 });
    for (const event of [...begin, progress(line)]) display.show(event);
    for (const group of ['refund', 'refund', 'refund', 'de\u001b[2Jlivery'])
      display.show({ kind: 'sample-done', id: group, round: 1, group });
    display.close();
    expect(terminal.text).toContain('  accepted         4\n  de␛[2Jlivery     1 of 4 ████████░░');
    expect(terminal.text).toMatch(/ {2}refund {11}3 of 4 █+░+\n/);
  });

  it('writes at most ten times a second, and nothing at all when nothing happens', () => {
    const terminal = new Terminal(80, 24);
    const display = open(terminal);
    for (const event of begin) display.show(event);
    const before = terminal.writes;
    for (let at = 0; at < 1000; at++) {
      display.show(progress(line));
      vi.advanceTimersByTime(1);
    }
    expect(terminal.writes - before).toBeLessThanOrEqual(11);
    vi.advanceTimersByTime(10_000);
    expect(terminal.writes - before).toBeLessThanOrEqual(22);
    display.close();
    const after = terminal.writes;
    vi.advanceTimersByTime(5000);
    expect(terminal.writes).toBe(after);
  });

  it.each([8, 20, 33, 40, 61, 80, 200])('is never wider than %i columns, nor higher than the screen', (columns) => {
    const terminal = new Terminal(columns, 9);
    const display = open(terminal, { min: 10 });
    const many = Array.from({ length: 30 }, (_, at) =>
      step(`step-${at}-日本語`, { in: 1e6, kept: 1e6, dropped: { 'some-reason': 5 } }),
    );
    for (const event of begin) display.show(event);
    const top = terminal.lines.length;
    display.show({ kind: 'round-end', round: 1, accepted: 3, missing: { 'a-group': 4, b: 1, '*': 7 } });
    for (let at = 0; at < 5; at++) {
      display.show(progress(many));
      vi.advanceTimersByTime(100);
    }
    expect(terminal.lines.length - top).toBeLessThanOrEqual(9);
    for (const each of terminal.lines.slice(-8)) expect(displayWidth(each)).toBeLessThan(columns);
    display.close();
  });

  it('takes a terminal that says it is 0 wide and 0 high for a usual one', () => {
    const terminal = new Terminal(80, 24);
    const shy = new Proxy(terminal, {
      get: (of, key) => (key === 'columns' || key === 'rows' ? 0 : (Reflect.get(of, key) as () => void).bind?.(of)),
    });
    const display = open(shy);
    for (const event of [...begin, progress(line)]) display.show(event);
    vi.advanceTimersByTime(100);
    display.close();
    expect(terminal.text).toContain('judge');
  });

  it('leaves no rest behind when the terminal is made narrower and wider', () => {
    const terminal = new Terminal(100, 30);
    const display = open(terminal);
    for (const event of [...begin, progress(line)]) display.show(event);
    vi.advanceTimersByTime(100);
    for (const columns of [50, 30, 25, 120, 60]) terminal.resize(columns);
    display.close();
    expect(terminal.text.match(/judge/g)).toHaveLength(1);
    expect(terminal.text.match(/\$0\.25/g)?.length).toBe(1);
  });

  it('keeps notes above, and gives the screen to a question', () => {
    const terminal = new Terminal(80, 24);
    const display = open(terminal);
    for (const event of [...begin, progress(line)]) display.show(event);
    display.show({ kind: 'model-note', role: 'writer', message: 'a weak model' });
    display.pause();
    expect(terminal.cursorIsHidden).toBe(false);
    const asked = terminal.text;
    vi.advanceTimersByTime(5000);
    expect(terminal.text).toBe(asked);
    expect(asked.split('\n').at(-1)).toBe('writer: a weak model');
    terminal.write('Install? [y/N] y\n');
    display.resume();
    display.close();
    expect(terminal.text).toMatch(/writer: a weak model\nInstall\? \[y\/N\] y\ndialogues/);
  });

  it('shows control signs in names and notes instead of obeying them', () => {
    const terminal = new Terminal(80, 24);
    const display = open(terminal);
    for (const event of begin) display.show(event);
    display.show({ kind: 'model-note', role: 'w', message: '\u001b]0;title\u0007\u009b2J' });
    display.show(progress([step('evil\u001b[2J', { dropped: { 're\u001b[Ason': 1 } })]));
    display.close();
    expect(terminal.text).toContain('w: ␛]0;title␇⟨U+009B⟩2J');
    expect(terminal.text).toContain('evil␛[2J');
  });

  it('gives the cursor back when the process ends without closing it', () => {
    const terminal = new Terminal(80, 24);
    const before = process.listeners('exit');
    const display = open(terminal);
    for (const event of begin) display.show(event);
    const [restore] = process.listeners('exit').filter((each) => !before.includes(each));
    restore!(70);
    expect(terminal.cursorIsHidden).toBe(false);
    display.close();
    expect(process.listeners('exit')).toEqual(before);
  });
});

describe('in a log', () => {
  it('says each round, and in between a line every few seconds', () => {
    let now = 0;
    let written = '';
    const display = new PlainDisplay({ write: (text) => (written += text) }, { wanted: 100 }, () => now);
    for (const event of begin) display.show(event);
    for (now = 0; now <= 12_000; now += 200) display.show(progress(line));
    display.show({ kind: 'round-end', round: 1, accepted: 50, missing: { '*': 50 } });
    display.close();
    expect(written).toBe(
      [
        'Recipe dialogues; goes on, with 7 answers kept from before.',
        'Round 1: 0 of 100 accepted, 10 dropped, 2 failed, 40 calls and 12 in flight, 7 reused, $0.25',
        'Round 1: 0 of 100 accepted, 10 dropped, 2 failed, 40 calls and 12 in flight, 7 reused, $0.25',
        'Round 1 is over: 50 of 100 accepted, 10 dropped, 2 failed, 40 calls and 12 in flight, 7 reused, $0.25',
        '',
      ].join('\n'),
    );
  });
});

describe('which display', () => {
  it('is live only where lines can be rewritten', () => {
    const terminal = { isTTY: true, write: () => {} };
    expect(isLive(terminal, {})).toBe(true);
    expect(isLive(terminal, { TERM: 'dumb' })).toBe(false);
    expect(isLive(terminal, { CI: 'true' })).toBe(false);
    expect(isLive(terminal, { CI: 'false' })).toBe(true);
    expect(isLive({ write: () => {} }, {})).toBe(false);
  });

  it('prints each event as a JSON line on stdout, errors with their words', () => {
    let data = '';
    let other = '';
    const wishes = {
      data: { write: (text: string) => (data += text) },
      progress: { write: (text: string) => (other += text) },
    };
    const display = openDisplay({ json: true, ...wishes });
    const error = mistake('no-source', {});
    for (const event of [
      ...begin,
      { kind: 'run-end', ending: 'failed', accepted: 0, report: undefined, error } as const,
    ])
      display.show(event);
    const lines = data
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(lines.map(({ kind }) => kind)).toEqual(['run-start', 'round-start', 'run-end']);
    expect(lines[2].error).toEqual({ family: 'mistake', code: 'no-source', message: error.message, cure: error.cure });
    openDisplay({ quiet: true, ...wishes }).show(begin[0]!);
    expect(other).toBe('');
  });
});
