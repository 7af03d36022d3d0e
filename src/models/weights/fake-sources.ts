/** For tests: a model hub and an npm registry on localhost, with the faults that real ones have. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface FakeServer {
  readonly origin: string;
  /** `METHOD path range`, as they came. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  close(): Promise<void>;
}

export interface FakeFile {
  readonly content: Buffer;
  /** What the hub states; the true hash when absent. */
  readonly statedSha256?: string;
  /** Bytes after which each answer in turn is cut off. */
  readonly cuts?: number[];
  /** Statuses with which the first requests are answered. */
  readonly statuses?: number[];
  readonly noRange?: boolean;
  readonly contentType?: string;
}

/** A hub that redirects to a store on another port, as the real one does. Keys are `owner/repo/file`. */
export async function fakeHub(files: Record<string, FakeFile>): Promise<FakeServer & { readonly store: FakeServer }> {
  const store = await serve((request, response) => {
    const file = files[(request.url ?? '').slice(1)];
    if (file === undefined) return void response.writeHead(404).end();
    sendPart(file, request, response);
  });
  const hub = await serve((request, response) => {
    const name = (request.url ?? '').slice(1).replace(/\/resolve\/[^/]+/, '');
    const file = files[name];
    if (file === undefined) return void response.writeHead(404).end('Entry not found');
    const status = file.statuses?.shift();
    if (status !== undefined) return void response.writeHead(status).end();
    response.writeHead(302, {
      location: `${store.origin}/${name}`,
      'x-linked-etag': `"${file.statedSha256 ?? sha256(file.content)}"`,
      'x-linked-size': String(file.content.length),
    });
    response.end();
  });
  const close = async () => {
    await hub.close();
    await store.close();
  };
  return { ...hub, store, close };
}

export interface FakePackage {
  readonly version: string;
  readonly tarball: Buffer;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Sends other bytes than it states. */
  readonly broken?: boolean;
}

/** A registry that holds these packages, each in one version. */
export async function fakeRegistry(packages: Record<string, FakePackage>): Promise<FakeServer> {
  const server: FakeServer = await serve((request, response) => {
    const [name = '', tarball] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('/-/');
    const held = packages[name];
    if (held === undefined) return void response.writeHead(404).end('{}');
    if (tarball !== undefined) {
      const sent = held.broken ? Buffer.concat([held.tarball, Buffer.from('x')]) : held.tarball;
      return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(sent);
    }
    const dist = { tarball: `${server.origin}/${name}/-/${name}.tgz`, integrity: integrityOf(held.tarball) };
    const version = { name, version: held.version, dependencies: held.dependencies ?? {}, dist };
    const body = { name, 'dist-tags': { latest: held.version }, versions: { [held.version]: version } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return server;
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const integrityOf = (bytes: Uint8Array) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

/** Bytes that do not repeat, the same for the same seed. */
export function noise(length: number, seed: string): Buffer {
  const blocks: Buffer[] = [];
  for (let i = 0; i * 32 < length; i++) blocks.push(createHash('sha256').update(`${seed} ${i}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

/** A gzipped ustar archive. */
export function tarball(members: Record<string, Uint8Array>): Buffer {
  const parts = Object.entries(members).flatMap(([path, bytes]) => [
    tarHeader(path, bytes.length),
    bytes,
    Buffer.alloc((512 - (bytes.length % 512)) % 512),
  ]);
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

export function tarHeader(path: string, size: number, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FakeServer> {
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server: Server = createServer((request, response) => {
    requests.push([request.method, request.url, request.headers.range].filter(Boolean).join(' '));
    headers.push(request.headers);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin, requests, headers, close };
}

function sendPart(file: FakeFile, request: IncomingMessage, response: ServerResponse): void {
  const total = file.content.length;
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const start = asked !== null && !file.noRange ? Number(asked[1]) : 0;
  if (start >= total) return void response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
  const range = start > 0 ? { 'content-range': `bytes ${start}-${total - 1}/${total}` } : {};
  response.writeHead(start > 0 ? 206 : 200, {
    'content-type': file.contentType ?? 'application/octet-stream',
    'content-length': total - start,
    ...range,
  });
  const cut = file.cuts?.shift();
  if (cut === undefined) return void response.end(file.content.subarray(start));
  response.write(file.content.subarray(start, start + cut), () => setImmediate(() => response.destroy()));
}
