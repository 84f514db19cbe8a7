/** Where a setting comes from. */
export type Origin =
  /** An option of `enable()`. */
  | { readonly kind: 'option'; readonly name: string }
  /** An environment variable. */
  | { readonly kind: 'variable'; readonly name: string }
  /** A file. */
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly key: string }
  /** Nobody has set it. */
  | { readonly kind: 'default' };

/** What messages call it. */
export function nameOf(origin: Origin): string {
  switch (origin.kind) {
    case 'option':
    case 'variable':
      return origin.name;
    case 'file':
      return `${origin.key} (${origin.path}:${origin.line})`;
    case 'default':
      return 'default';
  }
}

/** Whether it is a variable of OpenTelemetry's. */
export function isOpenTelemetryVariable(origin: Origin): boolean {
  return origin.kind === 'variable' && origin.name.startsWith('OTEL_');
}

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;
