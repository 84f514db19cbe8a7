import { instrumentedApplications, MODULE_FORMATS, runInstrumented } from '../src';
import { expectOneRunEach } from '../src/expectations';

jest.setTimeout(60_000);

describe.each(instrumentedApplications)('%s', (_, application, instrumentation) => {
  describe.each(MODULE_FORMATS)('as %s', (format) => {
    it.each<[string, Record<string, string>]>([
      ['without any instrumentation', {}],
      ['with that of HTTP', { IS_INSTRUMENTED: 'yes' }],
      ['with that of HTTP and of the framework', { IS_INSTRUMENTED: 'yes', ...instrumentation }],
    ])('%s, a run reaches listeners, events and the span of the request', async (_name, environment) => {
      const results = await runInstrumented({ format, application, environment });
      expectOneRunEach(results, environment.IS_INSTRUMENTED !== undefined);
    });
  });
});
