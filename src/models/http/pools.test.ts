import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Request } from '../../core/model.ts';
import { modelSchema } from '../../core/recipe.ts';
import { startFaultServer } from '../../testing/fault-server.ts';
import { compatibleBackend } from '../compatible.ts';
import { isForbiddenAddress, isLocalHost } from './hosts.ts';

const addresses: LookupAddress[] = [];
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (_: string, __: object, told: (error: null, found: LookupAddress[]) => void) => told(null, addresses),
}));

const open: { close(): Promise<void> }[] = [];
// A proxy of the machine that tests run on is none of theirs.
beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  addresses.splice(0);
  for (const each of open.splice(0)) await each.close();
});

const request: Request = { messages: [{ role: 'user', content: 'Hello' }], maxTokens: 50, seed: 1 };
const never = new AbortController().signal;

async function setUp(host: string) {
  const server = await startFaultServer();
  const spec = modelSchema.parse({ use: 'compatible/m', baseUrl: `http://${host}:${server.port}/v1` });
  const backends = ['teacher', 'judge'].map((role) => compatibleBackend(role, spec));
  open.push(...backends, server);
  return { server, backends };
}

test('a name that points at a link-local address is not called', async () => {
  addresses.push({ address: '169.254.169.254', family: 4 });
  const { server, backends } = await setUp('models.example.com');
  await expect(backends[0]!.complete(request, never)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('link-local'),
  });
  expect(server.calls).toHaveLength(0);
});

test('of several addresses only those that may be called are tried', async () => {
  addresses.push({ address: 'fe80::1', family: 6 }, { address: '127.0.0.1', family: 4 });
  const { backends } = await setUp('models.example.com');
  expect((await backends[0]!.complete(request, never)).finish).toBe('stop');
});

test('roles of one origin share its sockets; the last to close ends them', async () => {
  const { server, backends } = await setUp('127.0.0.1');
  for (const backend of backends) await backend.complete(request, never);
  await backends[0]!.close();
  await backends[0]!.close();
  expect((await backends[1]!.complete(request, never)).finish).toBe('stop');
  await backends[1]!.close();
  expect(server.calls).toHaveLength(3);
  await expect(backends[1]!.complete(request, never)).rejects.toMatchObject({ code: 'unreachable' });
});

test.each([
  ['localhost', true, false],
  ['gpu.local', true, false],
  ['10.1.2.3', true, false],
  ['172.32.0.1', false, false],
  ['[::1]', true, false],
  ['::ffff:169.254.169.254', false, true],
  ['169.254.169.254', false, true],
  ['[fe80::1]', false, true],
  ['api.openai.com', false, false],
  ['localhost.example.com', false, false],
])('%s: own %s, forbidden %s', (host, isOwn, isForbidden) => {
  expect([isLocalHost(host), isForbiddenAddress(host)]).toEqual([isOwn, isForbidden]);
});
