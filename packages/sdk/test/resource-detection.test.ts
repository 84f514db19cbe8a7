import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import { runProgram } from '@botanu-tooling/run-program';

jest.setTimeout(40_000);

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
let folder: string;
beforeEach(() => {
  receiver.reset();
  mkdirSync(join(__dirname, '../temp'), { recursive: true });
  // Below this package, from which an application can import @botanu/sdk.
  folder = mkdtempSync(join(__dirname, '../temp/application-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => receiver.close());

const EVENT = "event({ eventId: 'e', customerId: 'c', workflow: 'Support' }, () => {});";

function write(path: string, content: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** A detector that the application has installed. */
function install(name: string, source: string): void {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.cjs' }));
  write(`node_modules/${name}/index.cjs`, source);
}

async function run(source: string, environment: Readonly<Record<string, string>> = {}) {
  write('app.mjs', `import { disable, enable, event } from '@botanu/sdk';\n${source}`);
  const result = await runProgram([process.execPath, 'app.mjs', '--password=hunter2'], {
    folder,
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment },
  });
  expect(result.exitCode).toBe(0);
  return result;
}

function resource() {
  expect(receiver.spans).toHaveLength(1);
  return receiver.spans[0]?.resource ?? {};
}

describe('the resource of our own provider', () => {
  it('has what OpenTelemetry finds out about host, process and operating system, and what was configured', async () => {
    const { errors } = await run(`${EVENT} await disable();`, {
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,host.name=named-by-hand,team=desk',
      BOTANU_SERVICE_NAME: 'desk',
      BOTANU_ENVIRONMENT: 'staging',
    });
    expect(errors).toBe('');
    expect(resource()).toMatchObject({
      'service.name': 'desk',
      team: 'desk',
      'host.name': 'named-by-hand',
      'os.type': process.platform,
      'process.runtime.name': 'nodejs',
      'deployment.environment': 'staging',
      'deployment.environment.name': 'staging',
      'telemetry.distro.name': '@botanu/sdk',
      'telemetry.distro.version': expect.stringMatching(/^\d/),
    });
  });

  it('does not have the command line, in which there may be a password', async () => {
    await run(`${EVENT} await disable();`);
    expect(resource()['host.name']).toBe(hostname());
    expect(JSON.stringify(resource())).not.toContain('hunter2');
  });

  it('is not detected where that is switched off', async () => {
    await run(`${EVENT} await disable();`, { BOTANU_AUTO_DETECT_RESOURCES: 'false' });
    expect(Object.keys(resource())).not.toContain('host.name');
    expect(resource()).toMatchObject({ 'telemetry.distro.name': '@botanu/sdk' });
  });

  it('has what an installed detector finds, which is asked without delaying the first span', async () => {
    install(
      '@opentelemetry/resource-detector-container',
      `
        const startedAt = Date.now();
        exports.containerDetector = { detect: () => ({ attributes: {
          'container.id': new Promise((resolve) => setTimeout(() => resolve('c0ffee'), 300)),
          'test.had_span': String(globalThis.hadSpan === true),
        } }) };
      `,
    );
    await run(`${EVENT} globalThis.hadSpan = true; await disable();`);
    expect(resource()).toMatchObject({ 'container.id': 'c0ffee', 'test.had_span': 'true' });
  });

  it('waits no longer than two seconds for a detector that never ends, and keeps what the others found', async () => {
    install(
      '@opentelemetry/resource-detector-gcp',
      "exports.gcpDetector = { detect: () => ({ attributes: { 'cloud.provider': new Promise(() => {}) } }) };",
    );
    install('@opentelemetry/resource-detector-azure', "throw new Error('broken');");
    const { output } = await run(`
      const startedAt = performance.now();
      ${EVENT}
      const eventMs = performance.now() - startedAt;
      await disable();
      console.log(JSON.stringify({ eventMs, allMs: performance.now() - startedAt }));
    `);
    expect(resource()).toMatchObject({ 'host.name': hostname() });
    expect(Object.keys(resource())).not.toContain('cloud.provider');
    const { eventMs, allMs } = JSON.parse(output);
    expect(eventMs).toBeLessThan(1500);
    expect(allMs).toBeGreaterThan(1900);
    expect(allMs).toBeLessThan(4500);
  });
});
