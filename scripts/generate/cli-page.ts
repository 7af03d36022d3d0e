/** Writes docs/reference/cli.md: the help of every command, as the program prints it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';

/** Where the command line defines itself: it exports `buildProgram`. */
const programFile = 'src/cli/program.ts';

/** Columns of the help, so that the page does not depend on the terminal of whoever writes it. */
const helpWidth = 100;

/** Undefined while there is no command line yet. */
export async function cliPage(root: string): Promise<string | undefined> {
  if (!existsSync(join(root, programFile))) return undefined;
  const module: { buildProgram: () => Command | Promise<Command> } = await import(
    pathToFileURL(join(root, programFile)).href
  );
  const program = await module.buildProgram();
  const note = `<!-- From ${programFile} by \`npm run generate\`: do not edit. -->`;
  return ['# Command line', '', note, '', ...commandsOf(program, []).flatMap(section)].join('\n');
}

interface Named {
  readonly name: string;
  readonly command: Command;
}

/** The program, then its commands in their order, then theirs; `help` itself and hidden ones left out. */
function commandsOf(command: Command, above: readonly string[]): Named[] {
  const names = [...above, command.name()];
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');
  return [{ name: names.join(' '), command }, ...visible.flatMap((each) => commandsOf(each, names))];
}

function section({ name, command }: Named): string[] {
  command.configureOutput({ getOutHelpWidth: () => helpWidth, getOutHasColors: () => false });
  return [`## ${name}`, '', '```text', command.helpInformation().trimEnd(), '```', ''];
}
