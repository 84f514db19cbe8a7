import { readFileSync } from 'node:fs';
import { warnOnce } from '@botanu/core/authoring';
import type { Environment } from './setting-source';

/** What OpenTelemetry's variables say of an OTLP exporter; what they do not say is absent. */
export interface OtlpSettings {
  readonly compression?: 'gzip' | 'none';
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
}

/**
 * Reads `OTEL_EXPORTER_OTLP_*`, each of which may be overruled by `OTEL_EXPORTER_OTLP_TRACES_*`:
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 *
 * Headers and timeouts are settings of the table.
 *
 * @param environment - The process environment.
 */
export function readOtlpSettings(environment: Environment): OtlpSettings {
  const read = (name: string): string | undefined =>
    environment[`OTEL_EXPORTER_OTLP_TRACES_${name}`] ||
    environment[`OTEL_EXPORTER_OTLP_${name}`] ||
    undefined;
  const compression = read('COMPRESSION');
  return {
    ...(compression === 'gzip' || compression === 'none' ? { compression } : {}),
    tls: {
      ...readFile('ca', read('CERTIFICATE')),
      ...readFile('cert', read('CLIENT_CERTIFICATE')),
      ...readFile('key', read('CLIENT_KEY')),
    },
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
