import { type Context, context as openTelemetryContext } from '@opentelemetry/api';
import { callInContext } from './call-in-context';

type Listener = ((...parameters: unknown[]) => unknown) & { listener?: Listener };
type AddListener = (this: Emitter, event: string | symbol, listener: Listener) => Emitter;

/** As much of Node's `EventEmitter` as is needed here. */
interface Emitter {
  on: AddListener;
  addListener: AddListener;
  once: AddListener;
  prependListener: AddListener;
  prependOnceListener: AddListener;
  removeListener(event: string | symbol, listener: Listener): Emitter;
}

const ADDING = ['on', 'addListener', 'prependListener'] as const;
const ADDING_ONCE = [
  ['once', 'on'],
  ['prependOnceListener', 'prependListener'],
] as const;

/** What replaces the methods of one prototype: made once, for all requests. */
type Replacements = Record<(typeof ADDING)[number] | 'once' | 'prependOnceListener', AddListener>;

const bound = new WeakSet<AddListener>();

/**
 * Makes listeners that are added to an emitter from now on run in the context in which they were added. The events
 * of a request come from its socket, which knows nothing of the request's context: what a body parser or an upload
 * does in them would be outside the run.
 *
 * @param emitter - A request or a response of Node's `http`; anything else is left alone.
 */
export function bindListeners(emitter: object): void {
  const { on } = emitter as Partial<Emitter>;
  if (typeof on !== 'function' || bound.has(on)) {
    return;
  }
  const prototype = prototypeOf(emitter);
  if (Object.hasOwn(emitter, 'on')) {
    replaceMethods(emitter as Emitter, replacementsFor(sourceOfMethods(emitter as Emitter, prototype)));
  } else if (isOfExpress(prototype)) {
    const shared = outermostOfExpress(prototype);
    replaceMethods(shared, createReplacements(prototypeOf(shared)));
  } else {
    replaceMethods(emitter as Emitter, replacementsFor(prototype));
  }
}

function prototypeOf(value: object): Emitter {
  return Object.getPrototypeOf(value) as Emitter;
}

/**
 * Express has a prototype for all requests of one app, made to be extended, and gives it to each request. Methods on
 * the request itself would make every later use of it slower: by a third of what the whole request takes.
 */
function isOfExpress(prototype: object): boolean {
  return Object.hasOwn(prototype, 'app');
}

/** The prototype of a mounted app inherits from that of the app around it, which has the request after it. */
function outermostOfExpress(prototype: Emitter): Emitter {
  const outer = prototypeOf(prototype);
  return isOfExpress(outer) ? outermostOfExpress(outer) : prototype;
}

/** One by one: `Object.assign` takes the engine ten times as long, for every request. */
function replaceMethods(emitter: Emitter, replacements: Replacements): void {
  emitter.on = replacements.on;
  emitter.addListener = replacements.addListener;
  emitter.prependListener = replacements.prependListener;
  emitter.once = replacements.once;
  emitter.prependOnceListener = replacements.prependOnceListener;
}

/**
 * The methods to build on where there are some on the emitter itself. OpenTelemetry's HTTP instrumentation puts methods
 * there that run listeners in the context of its span, and with that outside the run; whatever else somebody has put
 * there is kept.
 */
function sourceOfMethods(emitter: Emitter, prototype: Emitter): Emitter {
  const isOpenTelemetry = Object.getOwnPropertySymbols(emitter).some(
    ({ description }) => description === 'OtListeners',
  );
  if (isOpenTelemetry) {
    return prototype;
  }
  const { on, addListener, once, prependListener, prependOnceListener, removeListener } = emitter;
  return { on, addListener, once, prependListener, prependOnceListener, removeListener };
}

const replacementsOf = new WeakMap<object, Replacements>();

function replacementsFor(source: Emitter): Replacements {
  let replacements = replacementsOf.get(source);
  if (replacements === undefined) {
    replacements = createReplacements(source);
    replacementsOf.set(source, replacements);
  }
  return replacements;
}

function createReplacements(source: Emitter): Replacements {
  const replacements: Partial<Replacements> = {};
  for (const name of ADDING) {
    replacements[name] = function addInContext(event, listener) {
      return source[name].call(
        this,
        event,
        typeof listener === 'function' ? bindListener(listener) : listener,
      );
    };
  }
  for (const [name, adding] of ADDING_ONCE) {
    replacements[name] = function addOnceInContext(event, listener) {
      return typeof listener === 'function'
        ? source[adding].call(this, event, bindOnce(this, event, listener))
        : source[name].call(this, event, listener);
    };
  }
  bound.add(replacements.on as AddListener);
  return replacements as Replacements;
}
/** Node's emitters find a listener to remove by `listener`, as they do for those added with `once`. */
function bindListener(listener: Listener): Listener {
  const context = openTelemetryContext.active();
  const bound: Listener = function (this: unknown, ...parameters) {
    return callListener(context, listener, this, parameters);
  };
  bound.listener = listener;
  return bound;
}

function bindOnce(emitter: Emitter, event: string | symbol, listener: Listener): Listener {
  const context = openTelemetryContext.active();
  const bound: Listener = function (this: unknown, ...parameters) {
    emitter.removeListener(event, bound);
    return callListener(context, listener, this, parameters);
  };
  bound.listener = listener;
  return bound;
}

function callListener(context: Context, listener: Listener, self: unknown, parameters: unknown[]): unknown {
  return callInContext(context, () => listener.apply(self, parameters), undefined);
}
