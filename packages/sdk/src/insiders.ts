import { BlockList, isIP } from 'node:net';
import { hostname } from 'node:os';

/** Names that lead nowhere outside: RFC 6761 and 6762, ICANN's `.internal`, and those of Kubernetes. */
const INTERNAL_SUFFIXES = ['.localhost', '.local', '.internal', '.svc', '.cluster.local'];

/** Loopback, private (RFC 1918), shared (RFC 6598) and unique local (RFC 4193) addresses. */
const addresses = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  addresses.addSubnet(network, prefix, 'ipv4');
}
addresses.addAddress('0.0.0.0', 'ipv4');
addresses.addAddress('::1', 'ipv6');
addresses.addSubnet('fc00::', 7, 'ipv6');

/** One label that is a name: a number is an address in another notation. */
const SINGLE_LABEL = /^(?!\d+$|0x)[a-z0-9_-]+$/;

/**
 * Whether a host can only be one of ours: this machine, a private address, or a name that is not public.
 *
 * @param host - In lower case.
 */
export function isInsider(host: string): boolean {
  const version = isIP(host);
  if (version !== 0) {
    return addresses.check(host, version === 4 ? 'ipv4' : 'ipv6');
  }
  return (
    SINGLE_LABEL.test(host) ||
    INTERNAL_SUFFIXES.some((suffix) => host.endsWith(suffix)) ||
    host === hostname().toLowerCase()
  );
}
