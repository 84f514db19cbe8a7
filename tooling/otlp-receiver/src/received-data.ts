import type { ReceivedMetric } from './metric-types';
import type { ReceivedItems } from './signals';
import type { ReceivedLogRecord, ReceivedRequest, ReceivedSpan } from './types';

interface Waiter {
  check(): void;
  reject(error: Error): void;
}

/** What was received so far, and who waits for more. A reset starts new lists, so lists handed out stay as they are. */
export class ReceivedData {
  spans: ReceivedSpan[] = [];
  metrics: ReceivedMetric[] = [];
  logRecords: ReceivedLogRecord[] = [];
  requests: ReceivedRequest[] = [];
  readonly #waiters = new Set<Waiter>();

  addRequest(request: ReceivedRequest, items: ReceivedItems): void {
    this.requests.push(request);
    for (const span of items.spans) this.spans.push(span);
    for (const metric of items.metrics) this.metrics.push(metric);
    for (const logRecord of items.logRecords) this.logRecords.push(logRecord);
    for (const waiter of [...this.#waiters]) waiter.check();
  }

  reset(): void {
    this.spans = [];
    this.metrics = [];
    this.logRecords = [];
    this.requests = [];
  }

  waitForSpans(
    wanted: number | ((spans: readonly ReceivedSpan[]) => boolean),
    timeoutMs: number,
  ): Promise<readonly ReceivedSpan[]> {
    const isEnough = typeof wanted === 'number' ? () => this.spans.length >= wanted : wanted;
    const goal = typeof wanted === 'number' ? `${wanted} spans` : 'the spans asked for';
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        action();
      };
      const waiter: Waiter = {
        check: () => {
          try {
            if (isEnough(this.spans)) settle(() => resolve([...this.spans]));
          } catch (error) {
            settle(() => reject(error));
          }
        },
        reject: (error) => settle(() => reject(error)),
      };
      const timer = setTimeout(() => {
        waiter.reject(new Error(`${goal} did not arrive within ${timeoutMs} ms; ${this.#arrived()}`));
      }, timeoutMs);
      this.#waiters.add(waiter);
      waiter.check();
    });
  }

  rejectWaiters(): void {
    for (const waiter of [...this.#waiters]) {
      waiter.reject(new Error(`the receiver was closed; ${this.#arrived()}`));
    }
  }

  #arrived(): string {
    const names = this.spans.slice(0, 10).map((span) => span.name);
    const more = this.spans.length > names.length ? ', …' : '';
    return `${this.spans.length} arrived in ${this.requests.length} requests${names.length > 0 ? `: ${names.join(', ')}${more}` : ''}`;
  }
}
