import type { Pattern } from './pattern';

/** Credentials that their surroundings give away: a header, a scheme, a block. */
export const credentials: readonly Pattern[] = [
  {
    // RFC 7519 and 7516: a header that is base64url of `{"`, then two or four parts; or header and claims alone.
    name: 'jwt',
    starts: 'eyJ',
    source: /eyJ[\w-]{10,}\.(?:eyJ[\w-]{6,}(?:\.[\w-]*)?|[\w-]*\.[\w-]{10,}(?:\.[\w-]*){0,2})/,
    isRun: true,
  },
  {
    // RFC 6750. "Bearer" is a word as well: what follows has to look unlike one.
    name: 'bearer_token',
    starts: 'bea',
    source: /bearer["'\s:=]{1,5}([\w.~+/-]{16,}={0,2})/i,
    isInContext: true,
    accept: (found) => (/\d|[a-z][A-Z]/.test(found) ? found.length : 0),
  },
  {
    name: 'bearer_token',
    starts: 'aut',
    source: /authorization["'\s:=]{1,6}(?:bearer|token)\s{1,4}([\w.~+/-]{8,}={0,2})/i,
    isInContext: true,
  },
  {
    name: 'basic_auth',
    starts: 'bas',
    source: /basic\s{1,4}([\w+/-]{6,512}={0,2})/i,
    isInContext: true,
    accept: (found) => (isUserAndPassword(found) ? found.length : 0),
  },
  {
    name: 'cookie',
    starts: 'coo set',
    source:
      /(?:set-)?cookie["']?\s{0,2}[:,]\s{0,2}(?:\[\s{0,2}(["'][^\]\r\n]{3,})|["']?([\w!#$%&*+.^|~-]{1,128}=[^\r\n"']+))/i,
    isInContext: true,
  },
  {
    name: 'private_key',
    starts: '---',
    source:
      /-----BEGIN (?:[A-Z\d]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:(?:[^-]|-(?!----))*-----END [A-Z\d ]{1,50}-----|[\w+/=\s]*)/,
  },
  {
    // What stands there instead of a password in documentation and templates is left alone.
    name: 'url_password',
    starts: '://',
    source: /:\/\/[^\s/?#@:"'<>[\]]{0,256}:(?![$*<{[]|%s)([^\s/"'<>]{1,1024})(?=@)/,
    isInContext: true,
  },
  {
    name: 'dsn_password',
    starts: '@tc @un',
    source: /(?=@(?:tcp|unix)\()(?<=:([^\s:@"'/[\]]{1,256}))/,
    isBehind: true,
  },
  {
    // One pair of a connection string among others: with one before or behind it.
    name: 'dsn_password',
    starts: 'pas pwd',
    source:
      /(?:(?<=\w=[^\s;=]{0,80}[;\s]\s?)|(?=\w{3,8}\s?=\s?[^\s;]{1,256}[;\s]\s?[\w ]{1,20}=))(?:password|passwd|pwd)\s?=\s?["']?(?![$*<{[]|%s)([^\s;&"'<>]{1,256})/i,
    isInContext: true,
  },
];

/** RFC 7617: Base64 of a name, a colon and a password. What cannot be Base64 is not decoded: `atob` would throw. */
function isUserAndPassword(encoded: string): boolean {
  const base64 = encoded.replace(/=/g, '').replace(/-/g, '+').replace(/_/g, '/');
  return base64.length % 4 !== 1 && /^[ -9;-\xff]*:[ -\xff]*$/.test(atob(base64));
}
