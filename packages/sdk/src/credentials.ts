const BOTANU_HOST = 'botanu.ai';

const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/;

/**
 * Tells whether the API key may be sent to a URL: to botanu over https, or to this machine.
 *
 * @param url - Where spans go, as the URL standard reads it: lower case, punycode, IPv4 in four numbers.
 * @returns Why it may not; undefined where it may.
 */
export function reasonToWithholdKey(url: URL): string | undefined {
  const { hostname, protocol } = url;
  if (THIS_MACHINE.test(hostname)) {
    return undefined;
  }
  if (!isBotanuHost(hostname)) {
    return `${hostname} is neither ${BOTANU_HOST} nor a subdomain of it, nor this machine`;
  }
  return protocol === 'https:' ? undefined : `${hostname} is not reached over https`;
}

/**
 * Tells whether a host is one of botanu's.
 *
 * @param hostname - Of a URL.
 */
export function isBotanuHost(hostname: string): boolean {
  return hostname === BOTANU_HOST || hostname.endsWith(`.${BOTANU_HOST}`);
}
