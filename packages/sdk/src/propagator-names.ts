import { classNameOf } from './globals';
import { GuardedPropagator } from './propagation-guard';

/**
 * The classes of the propagators inside a propagator, in their order. Ours are named for what they wrap.
 *
 * @param propagator - What is registered, if anything is.
 */
export function propagatorNames(propagator: object | undefined): string[] {
  if (propagator instanceof GuardedPropagator) {
    return propagatorNames(propagator.inner);
  }
  const inner = (propagator as { _propagators?: unknown } | undefined)?._propagators;
  if (Array.isArray(inner)) {
    return inner.flatMap(propagatorNames);
  }
  return propagator === undefined ? [] : [classNameOf(propagator) as string];
}
