import { servicesEnvironment } from '../../src/demo/services-environment';

describe('servicesEnvironment', () => {
  it("keeps the user's variables but those that would configure tracing or the model", () => {
    const inherited = {
      PATH: '/bin',
      OPENAI_API_KEY: 'sk-real',
      OTEL_SDK_DISABLED: 'true',
      BOTANU_SERVICE_NAME: 'mine',
    };
    expect(servicesEnvironment(inherited, { OPENAI_API_KEY: 'demo-key' })).toEqual({
      PATH: '/bin',
      OPENAI_API_KEY: 'demo-key',
    });
  });
});
