/** The instrumentation scope of our spans and metrics. */
export const INSTRUMENTATION_NAME = '@botanu/llm';

/** This package's version: kept equal to package.json by a test. */
export const INSTRUMENTATION_VERSION = '0.0.0';

/** Both, as spans need them. */
export const INSTRUMENTATION_SCOPE = { name: INSTRUMENTATION_NAME, version: INSTRUMENTATION_VERSION };
