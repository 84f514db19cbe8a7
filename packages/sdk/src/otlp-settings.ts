import { readFileSync } from 'node:fs';
import { warnOnce } from '@botanu/core/authoring';
import { parseKeyPairsIntoRecord } from '@opentelemetry/core';

/** What OpenTelemetry's variables say of an OTLP exporter; what they do not say is absent. */
export interface OtlpSettings {
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestTimeoutMs?: number;
  readonly compression?: 'gzip' | 'none';
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `OTEL_EXPORTER_OTLP_*`, each of which may be overruled by `OTEL_EXPORTER_OTLP_TRACES_*`:
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 *
 * @param environment - The process environment.
 * @param options - Whether the headers may be used: they may hold a key for another endpoint.
 */
export function readOtlpSettings(
  environment: Environment,
  { mayUseHeaders }: { readonly mayUseHeaders: boolean },
): OtlpSettings {
  const read = (name: string): string | undefined =>
    environment[`OTEL_EXPORTER_OTLP_TRACES_${name}`] ||
    environment[`OTEL_EXPORTER_OTLP_${name}`] ||
    undefined;
  const timeoutMs = Number(read('TIMEOUT'));
  const compression = read('COMPRESSION');
  return {
    ...(mayUseHeaders ? { headers: readHeaders(environment) } : {}),
    ...(Number.isInteger(timeoutMs) && timeoutMs > 0 ? { requestTimeoutMs: timeoutMs } : {}),
    ...(compression === 'gzip' || compression === 'none' ? { compression } : {}),
    tls: {
      ...readFile('ca', read('CERTIFICATE')),
      ...readFile('cert', read('CLIENT_CERTIFICATE')),
      ...readFile('key', read('CLIENT_KEY')),
    },
  };
}

function readHeaders(environment: Environment): Record<string, string> {
  return {
    ...parseKeyPairsIntoRecord(environment.OTEL_EXPORTER_OTLP_HEADERS),
    ...parseKeyPairsIntoRecord(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
  };
}

function readFile(name: string, path: string | undefined): Record<string, Buffer> {
  try {
    return path === undefined ? {} : { [name]: readFileSync(path) };
  } catch {
    warnOnce(
      'BOTANU_INVALID_CONFIGURATION',
      `a file that OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_CERTIFICATE or _CLIENT_KEY names cannot be read; it is left out.`,
      name,
    );
    return {};
  }
}
