/** Nobody’s install script runs unread: package.json says of each whether it may. */
import type { Rule } from './rule.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}

export const installScripts: Rule = {
  name: 'install-scripts',
  *check(tree) {
    const path = 'package.json';
    const lock = tree.named.get('package-lock.json');
    const { allowScripts = {} } = JSON.parse(tree.named.get(path)?.text ?? '{}');
    for (const [place, { hasInstallScript }] of Object.entries(
      (JSON.parse(lock?.text ?? '{"packages":{}}') as Lock).packages,
    )) {
      const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      if (hasInstallScript !== true || typeof allowScripts[name] === 'boolean') continue;
      yield { path, line: 1, message: `\`${name}\` has an install script: read it, and set allowScripts` };
    }
  },
};
