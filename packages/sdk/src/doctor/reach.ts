import { connect } from 'node:net';

const TIMEOUT_MS = 5000;

/** Whether something listens where spans go. */
export interface Reachability {
  /** A URL without credentials, `console` or `none`; undefined where nothing is enabled. */
  readonly endpoint: string | undefined;
  /** Undefined where there is nothing to connect to. */
  readonly isReachable: boolean | undefined;
  /** Why not: a code of Node's, or `TIMEOUT`. */
  readonly errorCode?: string;
}

/**
 * Connects to where spans go, and says nothing there.
 *
 * @param endpoint - A URL, `console`, `none`, or undefined.
 */
export function reach(endpoint: string | undefined): Promise<Reachability> {
  if (endpoint === undefined || !URL.canParse(endpoint)) {
    return Promise.resolve({ endpoint, isReachable: undefined });
  }
  const { hostname, port, protocol } = new URL(endpoint);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
    });
    const finish = (result: { isReachable: boolean; errorCode?: string }): void => {
      socket.destroy();
      resolve({ endpoint, ...result });
    };
    socket.setTimeout(TIMEOUT_MS, () => finish({ isReachable: false, errorCode: 'TIMEOUT' }));
    socket.once('connect', () => finish({ isReachable: true }));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      finish({ isReachable: false, errorCode: error.code ?? error.name }),
    );
  });
}
