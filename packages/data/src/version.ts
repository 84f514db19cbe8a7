/** This package's version: kept equal to package.json by a test. */
const INSTRUMENTATION_VERSION = '0.0.0';

/** The instrumentation scope of our spans. */
export const INSTRUMENTATION_SCOPE = { name: '@botanu/data', version: INSTRUMENTATION_VERSION };
