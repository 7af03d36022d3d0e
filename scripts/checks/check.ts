/** One part of `npm test`: what it counts, and what it found. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Verdict {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A few words for its line: `412 tests`, or why it was skipped. */
  readonly note: string;
  /** What it has to say where it failed, and the reasons of skips. */
  readonly found: string;
}

export interface Check {
  readonly name: string;
  readonly run: () => Promise<Verdict>;
}

export const root = join(import.meta.dirname, '..', '..');

export const pass = (note = ''): Verdict => ({ passed: 1, failed: 0, skipped: 0, note, found: '' });
export const fail = (found: string, note = ''): Verdict => ({ passed: 0, failed: 1, skipped: 0, note, found });
export const skip = (reason: string): Verdict => ({ passed: 0, failed: 0, skipped: 1, note: reason, found: '' });

export interface Ended {
  /** Of the process; -1 where a signal ended it or it could not start. */
  readonly code: number;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** Runs a program to its end, from the project’s folder, with no input. */
export function runProgram(program: string, given: readonly string[], timeoutMs = 600_000): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return new Promise((resolve) => {
    const child = spawn(program, given, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const output = () => Buffer.concat(chunks).toString('utf8').trimEnd();
    child.on('error', (error) => resolve({ code: -1, output: `${program}: ${error.message}` }));
    child.on('close', (code, signal) => {
      const ending = signal === null ? '' : `\nended by ${signal} (${timeoutMs / 1000} s at most)`;
      resolve({ code: code ?? -1, output: output() + ending });
    });
  });
}

/** A tool of node_modules, or a script of ours: passes where it exits with 0, and else shows all it said. */
export const toolCheck = (name: string, program: string, given: readonly string[]): Check => ({
  name,
  async run() {
    const { code, output } = await runProgram(program, given);
    return code === 0 ? pass() : fail(output);
  },
});

/** Path of a command of node_modules. */
export const bin = (name: string): string =>
  join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
