/** The distribution that resources name. */
export const SDK_NAME = '@botanu/sdk';

/** This package's version: kept equal to package.json by a test. */
export const SDK_VERSION = '0.0.0';
