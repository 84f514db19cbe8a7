import { addresses } from './addresses';
import { credentials } from './credentials';
import { numbers } from './numbers';
import type { Pattern } from './pattern';
import { serviceKeys } from './service-keys';

/**
 * Every pattern. The more specific one stands first: of two findings of the same length it gives the name.
 *
 * @example
 * ```ts
 * const names = new Set(builtInPatterns.map(({ name }) => name));
 * console.log(names.has('iban')); // true
 * ```
 */
export const builtInPatterns: readonly Pattern[] = [...serviceKeys, ...credentials, ...numbers, ...addresses];
