/**
 * Enables botanu before the application starts: `node --import @botanu/sdk/register app.mjs`, or
 * `node --require @botanu/sdk/register app.cjs`. Configured by environment variables and a file. A
 * configuration that cannot be used is named once, and leaves botanu off: the application starts all the same.
 *
 * @packageDocumentation
 */
import { enableOrWarn } from './auto-enable';

enableOrWarn();
