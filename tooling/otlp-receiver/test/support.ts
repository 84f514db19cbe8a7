import { type Agent, request } from 'node:http';

export const protobufType = 'application/x-protobuf';
export const jsonType = 'application/json';

export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** A client that adds nothing: sends these bytes, rejects with the socket's error. */
export function send(
  url: string,
  body: string | Uint8Array,
  headers: Record<string, string> = { 'content-type': jsonType },
  method = 'POST',
  agent: Agent | false = false,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The body of a traces request in JSON with spans of these names. */
export function jsonSpans(...names: string[]): string {
  const spans = names.map((name) => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

/** The body of a metrics request in JSON: two gauges of two points each. */
export const jsonMetrics = JSON.stringify({
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          metrics: ['first', 'second'].map((name) => ({
            name,
            gauge: { dataPoints: [{ asInt: '1' }, { asInt: '2' }] },
          })),
        },
      ],
    },
  ],
});

/** The body of a logs request in JSON with records of these bodies. */
export function jsonLogs(...texts: string[]): string {
  const logRecords = texts.map((stringValue) => ({ body: { stringValue } }));
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
}

/** A traces request in protobuf with one span that has nothing but a name. */
export function protobufSpan(name: string): Buffer {
  const nest = (field: number, content: Buffer) =>
    Buffer.concat([Buffer.from([field * 8 + 2, content.length]), content]);
  return nest(1, nest(2, nest(2, nest(5, Buffer.from(name)))));
}
