import { inspect } from 'node:util';
import { REDACTED } from './value-kinds';

/** HTTP headers whose values nobody sees who does not ask for them. */
export class SecretHeaders {
  readonly #headers: Readonly<Record<string, string>>;

  /** @param headers - Names and values. */
  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
  }

  /** The headers themselves: for the transport alone. */
  reveal(): Readonly<Record<string, string>> {
    return this.#headers;
  }

  /** Names alone, for `JSON.stringify`. */
  toJSON(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.keys(this.#headers).map((name) => [name, REDACTED]));
  }

  /** Names alone. */
  toString(): string {
    return JSON.stringify(this);
  }

  /** Names alone, for `util.inspect` and `console.log`. */
  [inspect.custom](): Readonly<Record<string, string>> {
    return this.toJSON();
  }
}
