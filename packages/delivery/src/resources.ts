import type { EndedSpan, SpanResource } from './types';

/** A detector that never ends must not hold back the spans. */
const TIMEOUT_MS = 5000;

/**
 * Waits until what detectors find out about the process is known, as far as it is not yet.
 *
 * @param spans - Whose resources to wait for.
 * @returns Undefined where there is nothing to wait for.
 */
export function waitForResources(spans: readonly EndedSpan[]): Promise<void> | undefined {
  const pending = new Set<SpanResource>();
  for (const { resource } of spans) {
    if (resource.asyncAttributesPending === true) {
      pending.add(resource);
    }
  }
  return pending.size === 0 ? undefined : waitForAll([...pending]);
}

async function waitForAll(resources: readonly SpanResource[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, TIMEOUT_MS).unref();
  });
  const all = Promise.all(resources.map((resource) => resource.waitForAsyncAttributes?.()));
  await Promise.race([all.catch(() => {}), timeUp]);
  clearTimeout(timer);
}
