/** How a bench was called: in full, on the public data sets, or in short, on the part of them that is kept here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Without network, Python and data of one's own, in seconds: what `npm test` runs. */
export const isShort = process.argv.includes('--short');

/**
 * The folder of the data: that of SYNTHLOOM_DATA, and in short always `bench/data`, so that all machines read the same.
 * @param holds what must be in it, for messages: `text/ and math/`
 */
export const dataFolder = (holds: string): string =>
  isShort ? join(import.meta.dirname, 'data') : publicData(holds, ', or give --short, which needs none');

/** That of SYNTHLOOM_DATA, for benches that have no short form. */
export function publicData(holds: string, orElse = ''): string {
  const folder = process.env.SYNTHLOOM_DATA;
  if (folder === undefined) throw new Error(`Set SYNTHLOOM_DATA to the folder that holds ${holds}${orElse}.`);
  if (!existsSync(folder)) throw new Error(`SYNTHLOOM_DATA is ${folder}, which is not there.`);
  return folder;
}

/** The Python that has the peers; undefined where the variable names none, and in short. */
export const peerPython = (variable: string): string | undefined => (isShort ? undefined : process.env[variable]);

/** What follows `--name`; undefined where it was not given. */
export function argumentOf(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}
