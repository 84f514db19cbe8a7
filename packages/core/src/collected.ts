import { type OnSettled, SUCCESS } from './completion';

/** Runs and steps whose end nobody will see any more still end, when the runtime collects what they wait for. */
const registry =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<OnSettled>((onSettled) => onSettled(SUCCESS));

/**
 * Ends what waits for a value when the value is thrown away unfinished: a stream that nobody reads, a generator
 * that nobody starts.
 *
 * @param value - What is waited for; `onSettled` must not refer to it.
 * @param onSettled - Called some time after the value was collected; only the first call counts.
 */
export function settleWhenCollected(value: object, onSettled: OnSettled): void {
  registry?.register(value, onSettled);
}
