/** Processor time, medians, and the machine that they were taken on. */
import { cpus } from 'node:os';

/** Of this process since then, user and system. */
export function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Of work that is done at once. */
function cpuSecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return cpuSecondsSince(before);
}

/** The upper one of two in the middle. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Of so many turns. */
export const medianCpuSeconds = (work: () => unknown, turns: number): number =>
  median(Array.from({ length: turns }, () => cpuSecondsOf(work)));

export const machine = (): string =>
  `Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model.split(' ').slice(0, 2).join(' ') ?? 'an unknown processor'}`;
