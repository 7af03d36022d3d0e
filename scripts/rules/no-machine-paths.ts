/** The project is the same on every machine: no path of one, and no address of where one gets its packages. */
import type { Rule } from './rule.ts';

/** Absolute, so not after a host or a folder: `src/work/` and `https://a.b/home/x` are other things. */
const paths = /(?<![\w.@~:/$}{)-])\/(?:work|root|home\/[a-z]|Users\/[A-Za-z])[\w.-]*\/|\b[A-Z]:\\\\?Users\\/;
const hosts =
  /\b(?:registry|artifactory|nexus|verdaccio|npm-?(?:proxy|mirror|cache))\.[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b|\/\/[\w.-]*(?:artifactory|verdaccio)[\w.-]*[:/]/i;

export const noMachinePaths: Rule = {
  name: 'no-machine-paths',
  *check(tree) {
    for (const { path, text } of tree.files) {
      for (const [index, content] of text.split('\n').entries()) {
        const found = paths.exec(content) ?? hosts.exec(content);
        if (found === null) continue;
        const what = paths.test(content) ? 'a path of one machine' : 'the host of a package registry';
        yield { path, line: index + 1, message: `${what}: ${found[0]}` };
      }
    }
  },
};
