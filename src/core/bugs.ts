/** Broken laws, as data: errors of ours or of a step's author. Exit code 70. */
import type { ErrorKind } from './error-kind.ts';

const report = 'This is a bug. Please report it with the run directory’s manifest.json; your answers are kept.';
const author = 'Mend the step (docs/add-a-step.md has the laws). Answers that were stored are kept.';

export const bugs = {
  'silent-step': {
    title: 'A step said nothing about a sample',
    what: (f: { step: string; sample: string }) => `\`${f.step}\` said nothing about sample ${f.sample}.`,
    cure: author,
  },
  'spoke-twice': {
    title: 'A step gave two verdicts on one sample',
    what: (f: { step: string; sample: string }) => `\`${f.step}\` kept or dropped sample ${f.sample} more than once.`,
    cure: author,
  },
  'invented-sample': {
    title: 'A curation step kept a sample it was not shown',
    what: (f: { step: string; sample: string }) =>
      `\`${f.step}\` is curation, and kept sample ${f.sample}, which it was not shown.`,
    cure: author,
  },
  'wrong-outcome': {
    title: 'A step said something that its stage may not say',
    what: (f: { step: string; stage: string; said: string }) => `\`${f.step}\` is ${f.stage}, and said “${f.said}”.`,
    cure: author,
  },
  'undeclared-write': {
    title: 'A step wrote a field that it did not declare',
    what: (f: { step: string; field: string; sample: string }) =>
      `\`${f.step}\` wrote the field \`${f.field}\` of sample ${f.sample}, and its \`touches\` does not say so.`,
    cure: author,
  },
  'bad-rows': {
    title: 'A step’s verdict in bulk does not cover the rows it was shown',
    what: (f: { step: string; reason: string }) => `\`${f.step}\`: ${f.reason}.`,
    cure: author,
  },
  'not-json': {
    title: 'A step put something into a sample that is not JSON',
    what: (f: { step: string; field: string; reason: string }) => `\`${f.step}\`, field \`${f.field}\`: ${f.reason}.`,
    cure: author,
  },
  'unbalanced-books': {
    title: 'Samples in are not samples out, dropped and failed',
    what: (f: { step: string; books: string }) => `The books of \`${f.step}\` do not balance: ${f.books}.`,
    cure: report,
  },
  'step-threw': {
    title: 'A step threw an error of its own',
    what: (f: { step: string; sample: string; reason: string }) =>
      `\`${f.step}\` threw while it worked on ${f.sample}: ${f.reason}`,
    cure: author,
  },
  'not-lent': {
    title: 'A step used something it did not declare',
    what: (f: { step: string; what: string }) => `\`${f.step}\` used ${f.what}, and its \`touches\` does not say so.`,
    cure: author,
  },
  internal: {
    title: 'Something in synthloom went wrong',
    what: (f: { reason: string }) => f.reason,
    cure: report,
  },
} satisfies Record<string, ErrorKind>;
