import { setTimeout as sleep } from 'node:timers/promises';
import { type OtlpReceiver, startOtlpReceiver } from '@botanu-tooling/otlp-receiver';
import type { Fault } from './faults';

/** A receiver that does what a fault says. */
export class FaultyCollector {
  readonly #fault: Fault;
  readonly #port: number;
  #receiver: OtlpReceiver;
  readonly #receivedIds: string[] = [];

  private constructor(fault: Fault, receiver: OtlpReceiver) {
    this.#fault = fault;
    this.#receiver = receiver;
    this.#port = Number(new URL(receiver.url).port);
  }

  /** Starts one. */
  static async start(fault: Fault): Promise<FaultyCollector> {
    const { maxBodyBytes, behaviours = [], always } = fault;
    const receiver = await startOtlpReceiver(maxBodyBytes === undefined ? {} : { maxBodyBytes });
    receiver.misbehave(...behaviours);
    receiver.misbehaveAlways(always);
    const collector = new FaultyCollector(fault, receiver);
    if (fault.downMs?.from === 0) {
      await collector.close();
    }
    return collector;
  }

  /** Where to send to, also while nobody listens there. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1/traces`;
  }

  /** Goes down and comes back in time. */
  async actOut(isOver: AbortSignal): Promise<void> {
    const { downMs } = this.#fault;
    if (downMs === undefined || downMs.from === 0) {
      return;
    }
    try {
      await sleep(downMs.from, undefined, { signal: isOver });
      await this.close();
      await sleep(downMs.to - downMs.from, undefined, { signal: isOver });
      await this.#restart();
    } catch (error) {
      if (!isOver.aborted) {
        throw error;
      }
    }
  }

  /** Is healthy from here on. */
  async recover(): Promise<void> {
    await this.close();
    await this.#restart();
  }

  /** The ids of all spans that it has accepted, as often as it has accepted them. */
  receivedIds(): string[] {
    return [...this.#receivedIds, ...this.#receiver.spans.map(({ spanId }) => spanId)];
  }

  /** Stops listening. */
  async close(): Promise<void> {
    await this.#receiver.close();
  }

  async #restart(): Promise<void> {
    this.#receivedIds.push(...this.#receiver.spans.map(({ spanId }) => spanId));
    const { maxBodyBytes } = this.#fault;
    this.#receiver = await startOtlpReceiver({
      port: this.#port,
      ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
    });
  }
}
