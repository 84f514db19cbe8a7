import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';

/** What the resources of OpenTelemetry 1.x to 3.x have in common. */
export interface HostResource {
  readonly attributes: Attributes;
  readonly asyncAttributesPending?: boolean;
  waitForAsyncAttributes?(): Promise<void>;
  readonly schemaUrl?: string;
}

/**
 * A resource of the host with our attributes over it. Nothing is copied before it is read, since a host may
 * still be finding out about its own.
 */
class MergedResource implements Resource {
  readonly #host: HostResource;
  readonly #attributes: Attributes;

  constructor(host: HostResource, attributes: Attributes) {
    this.#host = host;
    this.#attributes = attributes;
  }

  get attributes(): Attributes {
    return { ...this.#host.attributes, ...this.#attributes };
  }

  get asyncAttributesPending(): boolean {
    return this.#host.asyncAttributesPending === true;
  }

  async waitForAsyncAttributes(): Promise<void> {
    await this.#host.waitForAsyncAttributes?.();
  }

  merge(other: Resource | null): Resource {
    return new MergedResource(this, other?.attributes ?? {});
  }

  getRawAttributes(): ReturnType<Resource['getRawAttributes']> {
    return Object.entries(this.attributes);
  }
}

/**
 * Puts our attributes over the resources of a host, once per resource: exporters group spans by it.
 *
 * @param attributes - Ours.
 * @returns Finds or makes the merged resource.
 */
export function createResourceMerger(attributes: Attributes): (host: HostResource | undefined) => Resource {
  const merged = new WeakMap<HostResource, Resource>();
  const none: HostResource = { attributes: {} };
  return (host = none) => {
    let resource = merged.get(host);
    if (resource === undefined) {
      resource = new MergedResource(host, attributes);
      merged.set(host, resource);
    }
    return resource;
  };
}
