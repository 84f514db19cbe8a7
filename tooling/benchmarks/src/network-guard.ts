import { Socket } from 'node:net';

/** Loaded before everything else in the process of a contender: nothing leaves this machine. */
let connectionAttempts = 0;

Socket.prototype.connect = function refuse(this: Socket): Socket {
  connectionAttempts += 1;
  process.nextTick(() => this.destroy(new Error('benchmarks have no network')));
  return this;
};

/** How often something in this process has tried to open a connection. */
export function countConnectionAttempts(): number {
  return connectionAttempts;
}
