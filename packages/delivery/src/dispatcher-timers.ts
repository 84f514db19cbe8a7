import { AsyncResource } from 'node:async_hooks';

/** What a dispatcher does, and when. */
export interface TimedActions {
  /** Twice in every flush interval, as long as somebody asks for it. */
  readonly tick: () => void;
  /** In the next turn of the event loop. */
  readonly pump: () => void;
  /** After a pause. */
  readonly wake: () => void;
}

/** The timers of a dispatcher: one of each kind at a time, and none keeps the process alive, but for the next turn. */
export class DispatcherTimers {
  readonly #actions: TimedActions;
  readonly #tickMs: number;
  /** Timers and connections belong to whoever made the processor, not to the request that happens to be running. */
  readonly #creator = new AsyncResource('botanu.delivery', { requireManualDestroy: true });
  #tickTimer: NodeJS.Timeout | undefined;
  #wakeTimer: NodeJS.Timeout | undefined;
  #pumpTimer: NodeJS.Immediate | undefined;
  #isStopped = false;

  /**
   * @param tickMs - How long a tick takes to come.
   * @param actions - What to do.
   */
  constructor(tickMs: number, actions: TimedActions) {
    this.#tickMs = tickMs;
    this.#actions = actions;
  }

  /** Whether a tick is to come. */
  get isTicking(): boolean {
    return this.#tickTimer !== undefined;
  }

  /** Asks for one tick. */
  tickLater(): void {
    this.#creator.runInAsyncScope(() => {
      this.#tickTimer ??= setTimeout(this.#tick, this.#tickMs).unref();
    });
  }

  /** Asks for one pump. */
  pumpSoon(): void {
    if (this.#pumpTimer === undefined && !this.#isStopped) {
      this.#creator.runInAsyncScope(() => {
        this.#pumpTimer = setImmediate(this.#pump);
      });
    }
  }

  /** Asks to be woken; the last one to ask says when. */
  wakeIn(delayMs: number): void {
    clearTimeout(this.#wakeTimer);
    this.#creator.runInAsyncScope(() => {
      this.#wakeTimer = setTimeout(this.#actions.wake, delayMs).unref();
    });
  }

  /** Nothing comes any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#tickTimer);
    clearTimeout(this.#wakeTimer);
    clearImmediate(this.#pumpTimer);
    this.#creator.emitDestroy();
  }

  readonly #tick = (): void => {
    this.#tickTimer = undefined;
    this.#actions.tick();
  };

  readonly #pump = (): void => {
    this.#pumpTimer = undefined;
    this.#actions.pump();
  };
}
