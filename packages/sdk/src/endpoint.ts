import type { WarningCode } from '@botanu/core/authoring';
import { isBotanuHost, reasonToWithholdKey } from './credentials';
import { SecretHeaders } from './secret-headers';
import { isOpenTelemetryVariable, nameOf } from './setting-source';
import type { Settings } from './settings';
import { withoutCredentials } from './value-kinds';

const TRACES_PATH = '/v1/traces';
const LOCAL_ENDPOINT = 'http://localhost:4318';
const INGEST_ENDPOINT = 'https://ingest.botanu.ai:4318';
const TRACES_ENDPOINT_VARIABLE = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';

/** Something to say when botanu is enabled. */
export interface Notice {
  readonly level: 'info' | 'warn' | 'error';
  /** Absent where it is only information. */
  readonly code?: WarningCode;
  readonly message: string;
}

/** Where spans go. */
export interface Endpoint {
  /** The whole URL, without user and password. */
  readonly url: string;
  /** Headers of every request, the key among them where it may be. */
  readonly headers: SecretHeaders;
  /** Whether OpenTelemetry's variables for exporters are meant for it. */
  readonly usesOtelVariables: boolean;
  readonly notices: readonly Notice[];
}

/**
 * Decides where spans go and which credentials go with them.
 *
 * @param settings - What was set; `otlpHeaders` and `otlpEndpoint` are decided anew where OpenTelemetry's variables do
 * not count.
 * @param isTraced - Whether there is a pipeline already, to which OpenTelemetry's variables belong.
 */
export function resolveEndpoint(settings: Settings, isTraced: boolean): Endpoint {
  const notices: Notice[] = [];
  const apiKey = settings.get('apiKey');
  if (isTraced && apiKey !== undefined && isOpenTelemetryVariable(settings.originOf('otlpEndpoint'))) {
    notices.push({
      level: 'info',
      message:
        `${nameOf(settings.originOf('otlpEndpoint'))} belongs to the tracing that is there already: with the API key, spans go ` +
        `to ${INGEST_ENDPOINT}. Set otlpEndpoint or BOTANU_COLLECTOR_ENDPOINT to send them elsewhere.`,
    });
    settings.withoutVariables('otlpEndpoint', isOurs);
  }
  const origin = settings.originOf('otlpEndpoint');
  const isTheirs = isOpenTelemetryVariable(origin);
  if (!isTheirs) {
    settings.withoutVariables('otlpHeaders', isOurs);
  }
  const value = settings.get('otlpEndpoint');
  const url = new URL(value ?? (apiKey === undefined ? LOCAL_ENDPOINT : INGEST_ENDPOINT));
  if (origin.kind !== 'variable' || origin.name !== TRACES_ENDPOINT_VARIABLE) {
    url.pathname = withTracesPath(url.pathname);
  }
  if (url.username !== '' || url.password !== '') {
    url.username = '';
    url.password = '';
    notices.push({
      level: 'warn',
      code: 'BOTANU_CREDENTIALS_WITHHELD',
      message:
        `${nameOf(origin)} has a user or a password in its URL, which are not sent. Write them as a header: ` +
        "otlpHeaders: { authorization: 'Basic …' }.",
    });
  }
  const headers = withKey(settings.get('otlpHeaders') ?? {}, apiKey, url, notices);
  return {
    url: url.href,
    headers: new SecretHeaders(headers),
    usesOtelVariables: isTheirs || !isBotanuHost(url.hostname),
    notices,
  };
}

function isOurs(variable: string): boolean {
  return !variable.startsWith('OTEL_');
}

function withTracesPath(pathname: string): string {
  const path = pathname.replace(/\/+$/, '');
  return path.endsWith(TRACES_PATH) ? path : path + TRACES_PATH;
}

function withKey(
  headers: Readonly<Record<string, string>>,
  apiKey: string | undefined,
  url: URL,
  notices: Notice[],
): Readonly<Record<string, string>> {
  if (apiKey === undefined) {
    return headers;
  }
  const isTaken = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const reason = isTaken ? 'otlpHeaders has an Authorization header of its own' : reasonToWithholdKey(url);
  if (reason === undefined) {
    return { ...headers, authorization: `Bearer ${apiKey}` };
  }
  notices.push({
    level: 'error',
    code: 'BOTANU_CREDENTIALS_WITHHELD',
    message: `the API key is not sent to ${withoutCredentials(url.href)}: ${reason}.`,
  });
  return headers;
}
