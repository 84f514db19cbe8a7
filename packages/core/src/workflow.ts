import { wrapEvent } from './event';
import type {
  AnyFunction,
  FunctionWrapper,
  IfAccepted,
  Resolvable,
  WorkflowOptions,
  WrapperOptions,
} from './types';

/**
 * The older name of `event(options)`: it always wraps, and never runs.
 *
 * @param options - As for `event(options)`; `name` is the workflow.
 * @returns The wrapper.
 * @throws TypeError at once, where `name`, `eventId` or `customerId` is absent.
 * @example
 * ```ts
 * const answer = botanuWorkflow(
 *   {
 *     name: 'Support',
 *     eventId: (given: Ticket) => given.id,
 *     customerId: (given: Ticket) => given.customerId,
 *   },
 *   async (given: Ticket) => agent.answer(given, []),
 * );
 * console.log(await answer(ticket)); // Dear acme,
 * ```
 */
export function botanuWorkflow<E extends Resolvable, C extends Resolvable, T extends Resolvable = undefined>(
  options: WorkflowOptions<E, C, T>,
): FunctionWrapper<E | C | T>;
/**
 * Wraps a function at once.
 *
 * @param options - As above.
 * @param fn - The function.
 * @returns The wrapped function, which keeps its `this`, `name` and `length`.
 */
export function botanuWorkflow<
  E extends Resolvable,
  C extends Resolvable,
  F extends AnyFunction,
  T extends Resolvable = undefined,
>(options: WorkflowOptions<E, C, T>, fn: F & IfAccepted<E | C | T, Parameters<F>>): F;
export function botanuWorkflow(
  options: WorkflowOptions<Resolvable, Resolvable, Resolvable>,
  fn?: AnyFunction,
): unknown {
  for (const key of ['name', 'eventId', 'customerId']) {
    if (typeof options !== 'object' || options === null || !(key in options)) {
      throw new TypeError(
        `botanuWorkflow() needs "${key}". Write botanuWorkflow({ name: 'Support', eventId: (ticket) => ticket.id, ` +
          'customerId: (ticket) => ticket.customerId }, (ticket) => { ... }).',
      );
    }
  }
  const { name, ...rest } = options;
  const wrapper = wrapEvent({ ...rest, workflow: name } as WrapperOptions<
    Resolvable,
    Resolvable,
    Resolvable
  >);
  return fn === undefined ? wrapper : wrapper(fn as never);
}
