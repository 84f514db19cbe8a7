import { createRequire } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { warnTelemetryFailed } from '@botanu/core/authoring';
import { type Attributes, context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  type Resource,
  type ResourceDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { ApplicationPackages } from './application-packages';
import { LateResource } from './late-resource';

/** All detectors together. */
const TIMEOUT_MS = 2000;

/** Those that an application may have installed: the package, and what it exports. */
const OPTIONAL_DETECTORS: Readonly<Record<string, readonly string[]>> = {
  '@opentelemetry/resource-detector-container': ['containerDetector'],
  '@opentelemetry/resource-detector-aws': [
    'awsLambdaDetector',
    'awsEcsDetector',
    'awsEksDetector',
    'awsBeanstalkDetector',
    'awsEc2Detector',
  ],
  '@opentelemetry/resource-detector-gcp': ['gcpDetector'],
  '@opentelemetry/resource-detector-azure': [
    'azureFunctionsDetector',
    'azureContainerAppsDetector',
    'azureAppServiceDetector',
    'azureAksDetector',
    'azureVmDetector',
  ],
};

/** An argument of a command line can be a password. */
const NOT_TOLD = ['process.command', 'process.command_args', 'process.command_line'];

/**
 * Describes the process: what we know, what `OTEL_RESOURCE_ATTRIBUTES` says, and what OpenTelemetry's detectors find out
 * about container, host, operating system and cloud, as far as they are installed. It returns at once: spans are made
 * meanwhile, and wait for the detectors before they are exported, at most two seconds after this call.
 *
 * @param own - What wins over all others.
 * @param isDetecting - Whether detectors are asked.
 */
export function createResource(own: Attributes, isDetecting: boolean): Resource {
  const known = defaultResource()
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(resourceFromAttributes(own));
  return isDetecting ? new LateResource(known.attributes, detect()) : known;
}

async function detect(): Promise<Attributes> {
  const found: Attributes = {};
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS).unref();
  });
  try {
    // What they ask over HTTP is nobody's request.
    const all = context.with(suppressTracing(context.active()), () => runDetectors(found));
    await Promise.race([all, timeUp]);
  } catch (error) {
    warnTelemetryFailed('describe this process', error);
  } finally {
    clearTimeout(timer);
  }
  const result = { ...found };
  for (const key of NOT_TOLD) {
    delete result[key];
  }
  return result;
}

/** Each is loaded in a turn of its own: a request that is being served does not wait for all of them. */
async function runDetectors(found: Attributes): Promise<void> {
  await nextTurn();
  const running = [osDetector, hostDetector, processDetector].map((detector) => run(detector, found));
  const packages = new ApplicationPackages();
  for (const [name, exportNames] of Object.entries(OPTIONAL_DETECTORS)) {
    const folder = packages.find(name)?.folder;
    if (folder !== undefined) {
      await nextTurn();
      running.push(...load(folder, exportNames).map((detector) => run(detector, found)));
    }
  }
  await Promise.all(running);
}

function load(folder: string, exportNames: readonly string[]): readonly ResourceDetector[] {
  try {
    const exported = createRequire(`${folder}/package.json`)(folder) as Record<string, ResourceDetector>;
    return exportNames.flatMap((name) => exported[name] ?? []);
  } catch (error) {
    warnTelemetryFailed('load a resource detector', error);
    return [];
  }
}

/** What it found counts as soon as it is known: another that never ends takes nothing away. */
async function run(detector: ResourceDetector, found: Attributes): Promise<void> {
  const resource = detectResources({ detectors: [detector] });
  await resource.waitForAsyncAttributes?.();
  Object.assign(found, resource.attributes);
}
