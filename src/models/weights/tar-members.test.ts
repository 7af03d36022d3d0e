import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noise, tarball, tarHeader } from './fake-sources.ts';
import { readMembers } from './tar-members.ts';

async function read(archive: AsyncIterable<Uint8Array>, ...wanted: string[]): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for await (const { member, bytes } of readMembers(archive, new Set(wanted))) {
    found[member] = Buffer.concat([found[member] ?? Buffer.alloc(0), bytes]);
  }
  return found;
}
/** The archive in pieces of `size` bytes, so that headers and bodies are cut at odd places. */
const inPieces = (archive: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(archive.length / size) }, (_, i) => archive.subarray(i * size, (i + 1) * size)),
  );

describe('members of an archive', () => {
  const members = {
    'package/a': noise(1, 'a'),
    'package/b': noise(512, 'b'),
    'package/c': noise(100_003, 'c'),
    'package/d': Buffer.alloc(0),
  };

  it.each([7, 512, 65_536])('come whole, and only those wanted, in pieces of %i bytes', async (size) => {
    const found = await read(inPieces(tarball(members), size), 'package/b', 'package/c', 'package/nowhere');
    expect(found).toEqual({ 'package/b': members['package/b'], 'package/c': members['package/c'] });
  });

  it('have long names by ustar prefix and by pax header', async () => {
    const header = tarHeader('short', 3);
    header.write('deep/folder', 345);
    const pax = Buffer.from('28 path=a/very/long/name/é\n');
    const archive = gzipSync(
      Buffer.concat([
        header,
        Buffer.concat([Buffer.from('one'), Buffer.alloc(509)]),
        tarHeader('PaxHeader', pax.length, 'x'),
        Buffer.concat([pax, Buffer.alloc(512 - pax.length)]),
        tarHeader('cut', 3),
        Buffer.concat([Buffer.from('two'), Buffer.alloc(509)]),
        Buffer.alloc(1024),
      ]),
    );
    const found = await read(Readable.from([archive]), 'deep/folder/short', 'a/very/long/name/é');
    expect(found).toEqual({ 'deep/folder/short': Buffer.from('one'), 'a/very/long/name/é': Buffer.from('two') });
  });

  it('are refused when the archive breaks off, is none, or its source fails', async () => {
    const whole = tarball(members);
    await expect(read(Readable.from([whole.subarray(0, 50_000)]), 'package/c')).rejects.toThrow(/end of file/);
    const cut = gzipSync(Buffer.concat([tarHeader('package/c', 2000), Buffer.alloc(512)]));
    await expect(read(Readable.from([cut]), 'package/c')).rejects.toThrow(/breaks off/);
    await expect(read(Readable.from([gzipSync(noise(2048, 'x'))]), 'package/c')).rejects.toThrow(/not a tar/);
    const failing = async function* () {
      yield whole;
      throw new Error('EINTEGRITY at the end');
    };
    await expect(read(failing(), 'package/c')).rejects.toThrow('EINTEGRITY');
  });
});
