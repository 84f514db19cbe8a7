import type { Attributes } from '@opentelemetry/api';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';

/**
 * A resource of which a part becomes known later. Spans are made meanwhile; what exports them waits for the rest, for as
 * long as it takes, which is for the one to bound who finds it out.
 */
export class LateResource implements Resource {
  readonly #late: Promise<void>;
  #attributes: Attributes;
  #isPending = true;

  /**
   * @param known - What is known already; it wins.
   * @param late - What is not. Never rejected.
   */
  constructor(known: Attributes, late: Promise<Attributes>) {
    this.#attributes = known;
    this.#late = late.then((attributes) => {
      this.#attributes = { ...attributes, ...known };
      this.#isPending = false;
    });
  }

  get attributes(): Attributes {
    return this.#attributes;
  }

  get asyncAttributesPending(): boolean {
    return this.#isPending;
  }

  waitForAsyncAttributes(): Promise<void> {
    return this.#late;
  }

  merge(other: Resource | null): Resource {
    return resourceFromAttributes({ ...this.#attributes, ...other?.attributes });
  }

  getRawAttributes(): ReturnType<Resource['getRawAttributes']> {
    return Object.entries(this.#attributes);
  }
}
