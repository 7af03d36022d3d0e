/** What a host's name or address says about it. */
import { BlockList, isIP } from 'node:net';

const blocks = (ranges: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList => {
  const list = new BlockList();
  for (const [address, bits, family] of ranges) list.addSubnet(address, bits, family);
  return list;
};

/** Loopback and private networks (RFC 1918, RFC 4193): model servers of one's own. */
const own = blocks([
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
]);

/** Link-local addresses and the metadata services of clouds: no model lives there, and secrets do. */
const forbidden = blocks([
  ['169.254.0.0', 16, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
  ['100.100.100.200', 32, 'ipv4'],
]);

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
const within = (list: BlockList, address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
};

/** True for this machine and private networks, by name or address. */
export function isLocalHost(host: string): boolean {
  const name = bare(host);
  return /(^|\.)(localhost|local|internal)$/.test(name) || within(own, name);
}

/** True for addresses that are never called, whatever a recipe or a name server says. */
export const isForbiddenAddress = (address: string): boolean => within(forbidden, bare(address));
