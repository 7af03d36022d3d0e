/** Writes docs/reference/errors.md: every code, what it means and what to do. */
import { bugs } from '../../src/core/bugs.ts';
import type { ErrorKind, FaultKind } from '../../src/core/error-kind.ts';
import { faults } from '../../src/core/faults.ts';
import { mistakes } from '../../src/core/mistakes.ts';

const fates: Readonly<Record<FaultKind['remedy'], string>> = {
  retry: 'The call is tried again; if it keeps failing, its sample is put into quarantine and the run goes on.',
  park: 'The sample is put into quarantine with what came, and the run goes on.',
  halt: 'The run stops, and goes on from there when it is run again.',
};

/** Sections in the order of the three families; codes in the order of their files. */
export function errorPage(): string {
  return [
    '# Errors',
    '',
    '<!-- From src/core/mistakes.ts, faults.ts and bugs.ts by `npm run generate`: edit them there. -->',
    '',
    'A message names its code, says what happened and why, what to do, and how your work stands. Codes never change.',
    '',
    '## Mistakes',
    '',
    'Of a recipe, a file or a command; found before anything is spent. Exit code 2.',
    '',
    ...sections(mistakes),
    '## Faults of the world',
    '',
    'What providers, networks and disks do. Exit code 1 where one stops a run.',
    '',
    ...sections(faults),
    '## Bugs',
    '',
    'A law of the engine was broken, by us or by the author of a step. Exit code 70.',
    '',
    ...sections(bugs),
  ].join('\n');
}

const sections = (kinds: Readonly<Record<string, ErrorKind | FaultKind>>): string[] =>
  Object.entries(kinds).flatMap(([code, kind]) => {
    const fate = 'remedy' in kind ? [fates[kind.remedy], ''] : [];
    return [`### ${code}`, '', `${kind.title}.`, '', ...fate, `**What to do:** ${kind.cure}`, ''];
  });
