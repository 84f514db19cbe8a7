import type { Framework } from './application';
import { expressVersions } from './express';
import { fastifyVersions } from './fastify';
import { koaVersions } from './koa';

export type { AnyOptions, Application, Framework, SeenRun } from './application';
export { type RawResponse, rawRequest } from './raw-request';

/** Every framework in every version that is supported, with the same routes. */
export const frameworks: readonly Framework[] = [...expressVersions, ...fastifyVersions, ...koaVersions];
export {
  CALLERS_RUN_ID,
  type InstrumentedAnswer,
  type InstrumentedResults,
  type InstrumentedRun,
  instrumentedApplications,
  MODULE_FORMATS,
  type ModuleFormat,
  runInstrumented,
} from './instrumented';
