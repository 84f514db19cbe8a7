import { type Behaviour, checkBehaviour } from './behaviour';

/** Which behaviour comes next: first the queue, one for each request, then what is to be done always. */
export class Misbehaviour {
  #queue: Behaviour[] = [];
  #always: Behaviour | undefined;

  enqueue(behaviours: readonly Behaviour[]): void {
    behaviours.forEach(checkBehaviour);
    this.#queue.push(...behaviours);
  }

  setAlways(behaviour: Behaviour | undefined): void {
    if (behaviour) checkBehaviour(behaviour);
    this.#always = behaviour;
  }

  takeNext(): Behaviour | undefined {
    return this.#queue.shift() ?? this.#always;
  }

  reset(): void {
    this.#queue = [];
    this.#always = undefined;
  }
}
