/** Faults of the world, as data: what providers, networks and disks do. Exit code 1 where one stops a run. */
import type { FaultKind } from './error-kind.ts';

type Place = { model: string; detail: string };
const said = (f: Place, what: string) => `${f.model} ${what}${f.detail === '' ? '.' : `: ${f.detail}`}`;

export const faults = {
  'rate-limited': {
    title: 'The provider asked us to slow down (429)',
    remedy: 'retry',
    what: (f: Place) => said(f, 'is rate-limited'),
    cure: 'Nothing: calls wait as long as the provider asks. Set `requestsPerMinute` on the model to stay below its limit.',
  },
  overloaded: {
    title: 'The provider failed or is overloaded (5xx, 529)',
    remedy: 'retry',
    what: (f: Place) => said(f, 'failed on its side'),
    cure: 'Run again later with `--retry-failed`; everything already answered is kept.',
  },
  unreachable: {
    title: 'The provider cannot be reached',
    remedy: 'retry',
    what: (f: Place) => said(f, 'cannot be reached'),
    cure: 'Check the network and the base URL; then run again: everything already answered is kept.',
  },
  'timed-out': {
    title: 'The provider went silent',
    remedy: 'retry',
    what: (f: Place) => said(f, 'did not answer in time'),
    cure: 'Raise `timeouts` on the model if it is merely slow.',
  },
  'cut-off': {
    title: 'The answer broke off in the middle',
    remedy: 'retry',
    what: (f: Place) => said(f, 'broke off in the middle of an answer'),
    cure: 'Nothing: a cut answer is never used. Run again with `--retry-failed` if it stayed so.',
  },
  'bad-response': {
    title: 'The provider sent something that is not an answer',
    remedy: 'retry',
    what: (f: Place) => said(f, 'sent something that is not an answer'),
    cure: 'Check the base URL: a login page or a proxy often answers in place of the model.',
  },
  'empty-answer': {
    title: 'The model answered nothing',
    remedy: 'park',
    what: (f: Place) => said(f, 'answered nothing'),
    cure: 'Raise `maxTokens`: a reasoning model may have spent all of it on thinking.',
  },
  truncated: {
    title: 'The answer reached the token limit',
    remedy: 'park',
    what: (f: Place) => said(f, 'reached its token limit before it finished'),
    cure: 'Raise `maxTokens` on the step, or ask for less in one answer.',
  },
  refused: {
    title: 'The provider filtered the answer, or the model refused',
    remedy: 'park',
    what: (f: Place) => said(f, 'refused, or its answer was filtered'),
    cure: 'Look at the quarantined prompts; reword them, or use another model. The same prompt is not sent again.',
  },
  'bad-answer': {
    title: 'The answer does not fit its schema',
    remedy: 'park',
    what: (f: Place) => said(f, 'gave an answer that does not fit the schema, also after one repair'),
    cure: 'Look at the raw answers in quarantine; simplify the schema, or use a stronger model.',
  },
  'too-long': {
    title: 'The prompt does not fit the model',
    remedy: 'park',
    what: (f: Place) => said(f, 'cannot take a prompt this long'),
    cure: 'Shorten the prompt or its fields, or use a model with a longer context.',
  },
  'bad-request': {
    title: 'The provider refuses the request as written',
    remedy: 'park',
    what: (f: Place) => said(f, 'refuses the request as written'),
    cure: 'See the detail: often an option that this model does not take.',
  },
  'wrong-model': {
    title: 'Another model answered than the one that was asked',
    remedy: 'park',
    what: (f: Place) => said(f, 'was not the model that answered'),
    cure: 'Allow it with `anyModel: true` on the model, or pin a version that the provider still serves.',
  },
  unauthorised: {
    title: 'The provider does not accept the key (401, 403)',
    remedy: 'halt',
    what: (f: Place) => said(f, 'does not accept the key'),
    cure: 'Set a valid key and run the same command again: everything already answered is kept.',
  },
  'no-such-model': {
    title: 'The provider has no such model (404)',
    remedy: 'halt',
    what: (f: Place) => said(f, 'does not exist at this provider'),
    cure: 'Correct the model name and run again: everything already answered is kept.',
  },
  'out-of-money': {
    title: 'The account has no credit or no quota left',
    remedy: 'halt',
    what: (f: Place) => said(f, 'has no credit or quota left'),
    cure: 'Add credit or wait for the quota, then run the same command again: everything already answered is kept.',
  },
  'no-vector': {
    title: 'A sample has no vector that can be compared',
    remedy: 'park',
    what: (f: { field: string; reason: string }) => `\`${f.field}\` ${f.reason}.`,
    cure: 'Each sample needs a list of numbers there, as many as the first one has.',
  },
  'budget-spent': {
    title: 'The budget of the recipe is spent',
    remedy: 'park',
    what: (f: { budget: string; detail: string }) => `The budget of ${f.budget} is spent${f.detail}.`,
    cure: 'Raise `budget` and run again: it goes on where it stopped, and nothing is bought twice.',
  },
  stopped: {
    title: 'The run was stopped',
    remedy: 'halt',
    what: (f: { detail: string }) => `The run was stopped${f.detail}.`,
    cure: 'Run the same command again: it goes on where it stopped.',
  },
  'model-crashed': {
    title: 'The embedded model crashed',
    remedy: 'retry',
    what: (f: Place) => said(f, 'crashed'),
    cure: '`synthloom doctor` tests the embedded runtime.',
  },
  'no-weights': {
    title: 'No source of model weights could be reached',
    remedy: 'halt',
    what: (f: { name: string; tried: readonly string[] }) =>
      `The weights of \`${f.name}\` could not be had. Tried:\n${f.tried.map((line) => `  ${line}`).join('\n')}`,
    cure: 'Check the network, or name a GGUF file you have: `embedded:/path/to/model.gguf`.',
  },
  'corrupt-weights': {
    title: 'Downloaded weights are not what they should be',
    remedy: 'halt',
    what: (f: { name: string; expected: string; got: string }) =>
      `The weights of \`${f.name}\` have SHA-256 ${f.got}, and should have ${f.expected}.`,
    cure: 'They were removed. Pull them again: `synthloom models pull`.',
  },
  'install-failed': {
    title: 'npm could not install an optional part',
    remedy: 'halt',
    what: (f: { feature: string; reason: string }) => `${f.feature} could not be installed. npm said: ${f.reason}`,
    cure: 'Mend what npm names and run the same command again, or add the package to your project.',
  },
  'unusable-weights': {
    title: 'The model file cannot be loaded',
    remedy: 'halt',
    what: (f: Place) => said(f, 'cannot be loaded'),
    cure: 'Check that it is a whole GGUF file of a language model, and that memory is free; `synthloom doctor` tests the runtime.',
  },
  'disk-full': {
    title: 'The disk is full',
    remedy: 'halt',
    what: (f: { path: string }) => `There is no room left on the disk for \`${f.path}\`.`,
    cure: 'Free some room and run the same command again: every answer that was stored is kept.',
  },
  'disk-failed': {
    title: 'The disk refused a read or a write',
    remedy: 'halt',
    what: (f: { path: string; reason: string }) => `\`${f.path}\`: ${f.reason}.`,
    cure: 'Check the disk and its permissions, then run the same command again.',
  },
  'too-many-failures': {
    title: 'More samples failed than the recipe allows',
    remedy: 'halt',
    what: (f: { failed: number; of: number; max: string; codes: string }) =>
      `${f.failed} of ${f.of} samples failed (${f.codes}); the recipe allows ${f.max}.`,
    cure: 'Look at the quarantine. Then mend the cause and run with `--retry-failed`, or raise `failures.max`.',
  },
} satisfies Record<string, FaultKind>;
