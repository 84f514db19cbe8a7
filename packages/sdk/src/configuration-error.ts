/** A configuration that cannot work: the message says what is wrong, where it was set and what to write. */
export class ConfigurationError extends Error {
  /** Tells the class where `instanceof` cannot: across copies of this package. */
  override readonly name = 'ConfigurationError';
}
