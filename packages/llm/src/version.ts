/** The instrumentation scope of our metrics. */
export const INSTRUMENTATION_NAME = '@botanu/llm';

/** This package's version: kept equal to package.json by a test. */
export const INSTRUMENTATION_VERSION = '0.0.0';
