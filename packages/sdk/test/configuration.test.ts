import { resolveConfiguration } from '../src/configuration';
import { ConfigurationError } from '../src/configuration-error';

const urlOf = (options: Parameters<typeof resolveConfiguration>[0], environment = {}) =>
  resolveConfiguration(options, environment).tracesUrl;

describe('the endpoint', () => {
  it('is on this machine by default', () => {
    expect(urlOf({})).toBe('http://localhost:4318/v1/traces');
  });

  it.each([
    ['http://host:4318', 'http://host:4318/v1/traces'],
    ['http://host:4318/', 'http://host:4318/v1/traces'],
    ['http://host/prefix/', 'http://host/prefix/v1/traces'],
    ['https://host/v1/traces', 'https://host/v1/traces'],
    ['https://host/v1/traces/', 'https://host/v1/traces'],
    ['https://host?key=1', 'https://host/v1/traces?key=1'],
  ])('%s gets the path of traces, once', (otlpEndpoint, expected) => {
    expect(urlOf({ otlpEndpoint })).toBe(expected);
    expect(urlOf({}, { BOTANU_COLLECTOR_ENDPOINT: otlpEndpoint })).toBe(expected);
    expect(urlOf({}, { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint })).toBe(expected);
  });

  it('is used as it is where OpenTelemetry says so', () => {
    expect(urlOf({}, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://host/mine' })).toBe('http://host/mine');
  });

  it('comes from the option, then from our variable, then from OpenTelemetry, empty ones aside', () => {
    const environment = {
      BOTANU_COLLECTOR_ENDPOINT: 'http://ours',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all',
    };
    expect(urlOf({ otlpEndpoint: 'http://option' }, environment)).toBe('http://option/v1/traces');
    expect(urlOf({ otlpEndpoint: '' }, environment)).toBe('http://ours/v1/traces');
    expect(urlOf({}, { ...environment, BOTANU_COLLECTOR_ENDPOINT: '' })).toBe('http://traces/');
    expect(urlOf({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://all' })).toBe('http://all/v1/traces');
  });

  it.each(['localhost:4318', 'ftp://host', 'host', 'http://'])('%s is refused', (otlpEndpoint) => {
    expect(() => urlOf({ otlpEndpoint })).toThrow(ConfigurationError);
    expect(() => urlOf({ otlpEndpoint })).toThrow(
      'otlpEndpoint is not an http or https URL. Write for example',
    );
  });
});

describe('the service name', () => {
  it('comes from the option, then from our variable; else OpenTelemetry decides', () => {
    const environment = { BOTANU_SERVICE_NAME: 'ours', OTEL_SERVICE_NAME: 'theirs' };
    expect(resolveConfiguration({ serviceName: 'option' }, environment).serviceName).toBe('option');
    expect(resolveConfiguration({}, environment).serviceName).toBe('ours');
    expect(resolveConfiguration({}, { OTEL_SERVICE_NAME: 'theirs' }).serviceName).toBeUndefined();
  });
});

describe('the exporter', () => {
  it('is OTLP unless OTEL_TRACES_EXPORTER names another that exists', () => {
    expect(resolveConfiguration({}, {}).exporter).toBe('otlp');
    expect(resolveConfiguration({}, { OTEL_TRACES_EXPORTER: 'none' }).exporter).toBe('none');
    expect(() => resolveConfiguration({}, { OTEL_TRACES_EXPORTER: 'jaeger' })).toThrow('otlp, console, none');
  });
});
