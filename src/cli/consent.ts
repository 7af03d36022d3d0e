/** Asks the user, in one line, before something is installed. */
import { createInterface } from 'node:readline/promises';
import type { Consent, Installation } from '../models/provision.ts';

export interface ConsentOptions {
  /** `--yes` was given. */
  readonly yes: boolean;
  readonly input?: NodeJS.ReadStream;
  readonly output?: NodeJS.WriteStream;
}

/** Yes with `--yes`; a question on a terminal; no where nobody could answer. */
export function consentOf({ yes, input = process.stdin, output = process.stderr }: ConsentOptions): Consent {
  return async (what) => {
    if (yes) {
      output.write(`Installing ${describe(what)}.\n`);
      return true;
    }
    if (!input.isTTY || !output.isTTY) return false;
    const lines = createInterface({ input, output });
    const answer = await lines.question(`Install ${describe(what)}? [y/N] `).finally(() => lines.close());
    return /^y(es)?$/i.test(answer.trim());
  };
}

const describe = ({ packages, megabytes, folder, feature }: Installation) =>
  `${packages.join(' and ')} (${megabytes} MB, into ${folder}), for: ${feature.toLowerCase()}`;
