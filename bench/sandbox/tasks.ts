/** HumanEval (Chen et al. 2021, MIT) and HumanEval-X for JavaScript (Zheng et al. 2023, Apache-2.0) as programs. */
import type { Program, VerdictKind } from '../../src/core/sandbox.ts';
import { rowsIn } from '../data-files.ts';

export interface Task {
  readonly id: string;
  readonly language: 'python' | 'javascript';
  /** The head of the function, up to and with the line that opens it. */
  readonly head: string;
  readonly body: string;
  readonly tests: string;
}

interface Row {
  readonly task_id: string;
  readonly prompt: string;
  readonly declaration?: string;
  readonly canonical_solution: string;
  readonly test: string;
  readonly entry_point?: string;
}

export const pythonTasks = (data: string): Task[] =>
  rowsIn<Row>(data, 'code/HumanEval.jsonl.gz').map((row) => ({
    id: row.task_id,
    language: 'python',
    head: row.prompt,
    body: row.canonical_solution,
    tests: `${row.test}\n\ncheck(${row.entry_point})\n`,
  }));

export const javascriptTasks = (data: string): Task[] =>
  rowsIn<Row>(data, 'code/humaneval-x-js.jsonl.gz').map((row) => ({
    id: row.task_id,
    language: 'javascript',
    head: row.prompt,
    body: row.canonical_solution,
    tests: row.test,
  }));

/** References that are wrong: two fail their own assertions, one needs a package. */
export const wrongReferences = new Set(['JavaScript/112', 'JavaScript/155', 'JavaScript/162']);

export const reference = ({ language, head, body, tests }: Task): Program => ({ language, code: head + body, tests });

/** A solution with a planted fault, and the verdict that it must get. */
export interface Planted {
  readonly name: string;
  readonly kind: VerdictKind;
  readonly program: Program;
}

export function planted({ language, head, body, tests }: Task): Planted[] {
  const isPython = language === 'python';
  const first = isPython ? '    ' : '  ';
  const with_ = (line: string) => ({
    language,
    code: `${head}${first}${line}\n${body}`,
    tests,
    limits: { cpuMs: 500 },
  });
  const make = (name: string, kind: VerdictKind, line: string): Planted => ({ name, kind, program: with_(line) });
  return [
    make('returns nothing', 'failed', isPython ? 'return None' : 'return null;'),
    make('raises', 'failed', isPython ? "raise ValueError('planted')" : "throw new RangeError('planted');"),
    make('leaves', 'failed', isPython ? 'import os; os._exit(0)' : 'process.exit(0);'),
    make('loops', 'timed-out', isPython ? 'while True: pass' : 'for (;;) {}'),
    make('does not parse', 'syntax', isPython ? 'return (' : 'return (;'),
  ];
}
