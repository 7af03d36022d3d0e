/** Which version of synthloom this is. */
import { readFileSync } from 'node:fs';

/** The version of package.json; read where a manifest is written or a wall's verdict is signed, so not often. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
