/**
 * Enables botanu before the application starts: `node --import @botanu/sdk/register app.mjs`, or
 * `node --require @botanu/sdk/register app.cjs`. Configured by environment variables alone.
 *
 * @packageDocumentation
 */
import { enable } from './enable';

enable();
