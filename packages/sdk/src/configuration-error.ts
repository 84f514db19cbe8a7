/** One value that cannot be used. */
export interface ConfigurationProblem {
  /** The option. @example `maxQueueSize` */
  readonly key: string;
  /** Where it was set: the option, a variable, or a key of a file with its line. @example `BOTANU_MAX_QUEUE_SIZE` */
  readonly source: string;
  /** What is wrong and what to write instead. A secret is never in it. */
  readonly message: string;
}

/**
 * A configuration that cannot work: the message says of every problem what is wrong, where, and what to write.
 * @example
 * ```ts
 * try {
 *   enable({ maxQueueSize: -1 });
 * } catch (error) {
 *   const problems = error instanceof ConfigurationError ? error.problems : [];
 *   console.log(problems.map(({ key }) => key)); // [ 'maxQueueSize' ]
 * }
 * ```
 */
export class ConfigurationError extends Error {
  /** Tells the class where `instanceof` cannot: across copies of this package. */
  override readonly name = 'ConfigurationError';
  /** All that is wrong. */
  readonly problems: readonly ConfigurationProblem[];

  /** @param problems - At least one. */
  constructor(problems: readonly ConfigurationProblem[]) {
    super(describe(problems));
    this.problems = problems;
  }
}

function describe(problems: readonly ConfigurationProblem[]): string {
  const lines = problems.map(({ key, source, message }) => (key === source ? message : `${key}: ${message}`));
  return lines.length === 1
    ? (lines[0] as string)
    : `${lines.length} settings cannot be used:${lines.map((line) => `\n- ${line}`).join('')}`;
}
