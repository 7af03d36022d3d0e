/** The command line: its commands, each of which loads its work when it is called. */
import { readFileSync } from 'node:fs';
import { Command, Help } from 'commander';
import { checkCommand } from './check.ts';
import { doctorCommand } from './doctor.ts';
import { estimateCommand } from './estimate.ts';
import { exitCodesText } from './exit-codes.ts';
import { modelsCommand } from './models.ts';
import { newCommand } from './new.ts';
import { previewCommand } from './preview.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { showCommand } from './show.ts';
import { stepsCommand } from './steps.ts';

export function buildProgram(): Command {
  const program = new Command('synthloom')
    .description('Makes training data with language models, and proves that it is worth training on.')
    .version(ownVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('--debug', 'print the stack of an error')
    .helpCommand(false)
    .configureHelp({
      formatHelp: (command, helper) => `${Help.prototype.formatHelp.call(helper, command, helper)}\n${FOOT}`,
    });
  const commands = [
    ...[
      newCommand(),
      checkCommand(),
      estimateCommand(),
      previewCommand(),
      runCommand(),
      showCommand(),
      reportCommand(),
    ],
    ...[stepsCommand(), modelsCommand(), doctorCommand()],
  ];
  for (const command of commands) program.addCommand(command);
  return program;
}

/** In the help itself, so that the generated reference has it too. */
const FOOT = `${exitCodesText()}

A run needs no key and no server with \`embedded\`, and no model at all with --scripted.
Begin: synthloom new, then synthloom run classification.yaml
`;

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
