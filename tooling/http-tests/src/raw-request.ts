import { connect } from 'node:net';

/** A response, as far as the tests read one. */
export interface RawResponse {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/**
 * Sends a request byte by byte as it is written, which no HTTP client would do, and reads until the server closes the
 * connection.
 *
 * @param url - The server's.
 * @param path - The path.
 * @param headerLines - Beside `host` and `connection: close`.
 */
export function rawRequest(url: string, path: string, headerLines: readonly string[]): Promise<RawResponse> {
  const { hostname, port } = new URL(url);
  const lines = [`GET ${path} HTTP/1.1`, `host: ${hostname}`, 'connection: close', ...headerLines, '', ''];
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(parse(Buffer.concat(chunks).toString('latin1'))));
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
  });
}

function parse(text: string): RawResponse {
  const [headers = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(headers.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}
