import type { Pattern } from './pattern';

/**
 * RFC 4291, section 2.2: eight groups, or fewer around one `::`; the last two may be an IPv4 address.
 *
 * Eight groups of two digits are an EUI-64, and `::` alone is a word of many programming languages.
 */
function ipv6(found: string): number {
  const isOpenEnded = found.endsWith(':') && !found.endsWith('::');
  const length = found.length - (isOpenEnded ? 1 : 0);
  const address = found
    .slice(0, length)
    .replace(/%.*/, '')
    .replace(/(?:\d{1,3}\.){3}\d{1,3}$/, '0:0');
  const halves = address.split('::');
  const groups = address.split(':').filter((group) => group !== '');
  const isComplete =
    halves.length === 1 ? groups.length === 8 && !address.startsWith(':') : groups.length < 8;
  const isAddress = halves.length <= 2 && isComplete && (/\d/.test(address) || groups.length > 2);
  return isAddress && !/^(?:..:){7}..$/.test(address) ? length : 0;
}

/** Where people and machines can be reached. */
export const addresses: readonly Pattern[] = [
  {
    // RFC 5321 and 6531: a local part of 64 characters, labels of 63. Neither `@2x.png` nor `npm@1.2.3.tgz`. The
    // Chinese or Japanese text right before an address of another script is not a part of it.
    name: 'email',
    starts: '@**',
    source:
      /(?=@)(?<=((?:[\w%+\u00c0-\u2dff][\w.%+'!#$&*^~\u00c0-\u2dff-]{0,63}|[\w\u00c0-\ud7ff\uf900-\ufaff][\w.%+\u00c0-\ud7ff\uf900-\ufaff-]{0,63}|"[^"\r\n]{1,62}")))@(?!\d+(?:x\.|\.\d))(?:[a-z\d\u00c0-\ud7ff\uf900-\ufaff-]{1,63}\.){1,8}(?:xn--[a-z\d-]{1,59}|[a-z]{2,63}|[\u00c0-\ud7ff\uf900-\ufaff]{1,63})/i,
    isBehind: true,
  },
  {
    // Not a version: one says so before it, or a part of a file's name or a release's behind it.
    name: 'ipv4',
    starts: '### ##. #.#',
    source:
      /(?<!(?:v|ver|version|release|build)["'\s:=.]{0,3})(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d|\.(?:tar|t?gz|zip|jar|whl|exe|dll|so|deb|rpm|msi)|[-+](?:alpha|beta|rc|dev|pre|snapshot|build|release))/i,
  },
  {
    name: 'ipv6',
    starts: '::* :#* :a* :b* :c* :d* :e* :f*',
    source:
      /(?=:)(?<=(?:(?<![\w.:])|(?<=[g-z_]\w{0,30}:))([\da-f]{0,4}))(?::[\da-f]{0,4}){2,8}(?:(?:\.\d{1,3}){3})?(?!\w)(?:%[\w-]+(?:\.[\w-]+)*)?/i,
    isBehind: true,
    accept: ipv6,
  },
];
