import {
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_ENVIRONMENT,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_PARENT_RUN_ID,
  ATTR_BOTANU_RUN_ID,
  ATTR_BOTANU_STEP,
  ATTR_BOTANU_TENANT_ID,
  ATTR_BOTANU_WORKFLOW,
} from '@botanu/core/semconv';
import type { Attributes } from '@opentelemetry/api';
import type { HostSpan } from './provider-shape';

/** What every span inside a run is stamped with. */
const STAMPED_KEYS = [
  ATTR_BOTANU_RUN_ID,
  ATTR_BOTANU_WORKFLOW,
  ATTR_BOTANU_EVENT_ID,
  ATTR_BOTANU_CUSTOMER_ID,
  ATTR_BOTANU_ENVIRONMENT,
  ATTR_BOTANU_TENANT_ID,
  ATTR_BOTANU_PARENT_RUN_ID,
  ATTR_BOTANU_STEP,
];

/**
 * What the host's processors are handed where they are to see no run context: the span itself where it carries
 * none, so that processors which know their spans by identity still do, and else a view of it without.
 *
 * @param span - The ended span; it is not changed.
 */
export function withoutRunContext(span: HostSpan): HostSpan {
  const { attributes } = span as { attributes?: Attributes };
  if (attributes === undefined || !STAMPED_KEYS.some((key) => Object.hasOwn(attributes, key))) {
    return span;
  }
  const others = { ...attributes };
  for (const key of STAMPED_KEYS) {
    delete others[key];
  }
  return Object.create(span, { attributes: { value: others, enumerable: true } });
}
