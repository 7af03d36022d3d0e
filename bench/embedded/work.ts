/** The work that both sides of the benchmark do, and how it is measured. */
import { readFileSync } from 'node:fs';

/** Output tokens of each answer. */
export const TOKENS = 32;

export interface Measured {
  readonly tokens: number;
  readonly seconds: number;
  /** Of the processes that hold the model; 0 where the system does not tell. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Prompts whose answers run on, so that none ends early. */
export const topics = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `Write a very long story of at least five pages, with much detail. It is story number ${at}.`,
  );

/** User and system time of processes. On Linux only: elsewhere 0. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + statOf(pid).cpu, 0);
}

/** Resident memory of processes, in megabytes; pages of the weights count for each. */
export const residentMegabytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + statOf(pid).resident, 0);

/** Fields 14, 15 and 24 of /proc/<pid>/stat: clock ticks (100 a second) and pages (4,096 bytes); see proc(5). */
function statOf(pid: number): { cpu: number; resident: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number);
    return { cpu: (fields[11]! + fields[12]!) / 100, resident: (fields[21]! * 4096) / 1e6 };
  } catch {
    return { cpu: 0, resident: 0 };
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
