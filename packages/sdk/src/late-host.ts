import { safely } from '@botanu/core/authoring';
import type { ContextManager, TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import { type ApiCopy, forEachApiCopy } from './api-copies';
import { type ApiGlobal, registered, replaceRegistered } from './globals';

/** What to do when the application registers tracing of its own after us. */
export interface LateHostListener {
  /** The application's provider is the global one now. */
  readonly onTracerProvider: (provider: TracerProvider) => void;
  /** The application's propagator is about to become the global one: what to register in its place. */
  readonly completePropagator: (propagator: TextMapPropagator) => TextMapPropagator;
}

/**
 * Lets the application register tracing of its own although we were first. OpenTelemetry keeps the first
 * registration and refuses the others: what we registered makes room.
 *
 * @param ours - What we have registered; what makes room is taken out.
 * @param listener - What to do then.
 * @returns Stops it.
 */
export function makeRoomForLateHost(ours: Map<ApiGlobal, object>, listener: LateHostListener): () => void {
  const undo: (() => void)[] = [];
  let isStopped = false;

  function register<T>(name: ApiGlobal, value: T, setGlobal: (value: T) => boolean): boolean {
    const previous = ours.get(name);
    if (previous === undefined || registered(name) !== previous) {
      return setGlobal(value);
    }
    replaceRegistered(name, undefined);
    const isDone = setGlobal(value);
    if (isDone) {
      // The API's proxy of a provider stays the same object: it is not ours any more.
      ours.delete(name);
    } else {
      replaceRegistered(name, previous);
    }
    return isDone;
  }

  function watch({ trace, context, propagation }: ApiCopy): void {
    if (isStopped) {
      return;
    }
    undo.push(
      override<'setGlobalTracerProvider', TracerProvider>(
        trace,
        'setGlobalTracerProvider',
        (original) => (provider) => {
          const isDone = register('trace', provider, original);
          if (isDone) {
            safely('join a tracer provider', () => listener.onTracerProvider(provider));
          }
          return isDone;
        },
      ),
      override<'setGlobalContextManager', ContextManager>(
        context,
        'setGlobalContextManager',
        (original) => (manager) => {
          return register('context', manager, original);
        },
      ),
      override<'setGlobalPropagator', TextMapPropagator>(
        propagation,
        'setGlobalPropagator',
        (original) => (propagator) => {
          return register('propagation', listener.completePropagator(propagator), original);
        },
      ),
    );
  }

  forEachApiCopy(watch);
  return () => {
    isStopped = true;
    for (const undoOne of undo) {
      undoOne();
    }
  };
}

/** Puts a method over one that an object inherits. */
function override<K extends string, V>(
  target: Setter<K, V>,
  key: K,
  create: (original: (value: V) => boolean) => (value: V) => boolean,
): () => void {
  const replacement = create(target[key].bind(target));
  Object.defineProperty(target, key, { value: replacement, configurable: true, writable: true });
  return () => {
    if (target[key] === replacement) {
      delete (target as Partial<Setter<K, V>>)[key];
    }
  };
}

type Setter<K extends string, V> = Record<K, (value: V) => boolean>;
