import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode } from '@msgpack/msgpack';
import type { HostSpan } from './types';

/** An agent of Datadog, as far as its tracer talks to it: it keeps the spans. */
export interface DatadogAgent {
  readonly url: string;
  readonly spans: readonly HostSpan[];
  close(): Promise<void>;
}

interface DatadogSpan {
  readonly trace_id: bigint | number;
  readonly span_id: bigint | number;
  readonly parent_id: bigint | number;
  readonly name: string;
  readonly resource: string;
  readonly type?: string;
  readonly service: string;
  readonly error: number;
  readonly meta: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
}

/** What differs between any two processes, and in time. */
const NOT_COMPARED =
  /^(runtime-id|process_id|error\.stack|_dd\.p\.tid|_dd\.tracer_.*|_dd\.agent_psr|_dd\.svc_src)$/;

/** Starts it, on a free port of this machine. */
export async function startDatadogAgent(): Promise<DatadogAgent> {
  const spans: HostSpan[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      if (request.url === '/v0.4/traces' && body.length > 0) {
        const traces = decode(body, { useBigInt64: true }) as readonly (readonly DatadogSpan[])[];
        spans.push(...traces.flat().map(describeSpan));
      }
      response.setHeader('content-type', 'application/json');
      const info = { version: '7.60.0', endpoints: ['/v0.4/traces'], client_drop_p0s: false };
      response.end(JSON.stringify(request.url === '/info' ? info : { rate_by_service: {} }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function describeSpan(span: DatadogSpan): HostSpan {
  const { trace_id, span_id, parent_id, name, resource, type, service, error, meta, metrics } = span;
  const attributes = Object.entries({ ...meta, ...metrics }).filter(([key]) => !NOT_COMPARED.test(key));
  return {
    traceId: String(trace_id),
    spanId: String(span_id),
    parentSpanId: String(parent_id),
    name,
    resource,
    type: type ?? '',
    service,
    error: Number(error),
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, withoutTimes(String(value))])),
    events: [],
  };
}

/** Span events are JSON in an attribute. */
function withoutTimes(text: string): string {
  return text.replace(/"time_unix_nano":\d+/g, '"time_unix_nano":0');
}
