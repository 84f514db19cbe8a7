import { context, propagation, trace } from '@opentelemetry/api';
import { requireFromApplication } from './application-modules';

/** What registers globals, of one copy of the API. */
export interface ApiCopy {
  readonly trace: typeof trace;
  readonly context: typeof context;
  readonly propagation: typeof propagation;
}

const OWN_COPY: ApiCopy = { trace, context, propagation };

/**
 * Finds the copies of the OpenTelemetry API that the application may register with: the one that we import, and
 * the one that it gets from `require` itself. 1.10 is two copies, one for `import` and one for `require`.
 *
 * @param onCopy - Called once for each; perhaps once more a little later, since `import()` takes its time.
 */
export function forEachApiCopy(onCopy: (copy: ApiCopy) => void): void {
  const seen = new Set<object>();
  const visit = (copy: Partial<ApiCopy>): void => {
    if (copy.trace !== undefined && !seen.has(copy.trace)) {
      seen.add(copy.trace);
      onCopy(copy as ApiCopy);
    }
  };
  visit(OWN_COPY);
  try {
    visit(requireFromApplication('@opentelemetry/api') as Partial<ApiCopy>);
  } catch {
    // The application cannot reach one by itself.
  }
  import('@opentelemetry/api').then(visit, () => {});
}
