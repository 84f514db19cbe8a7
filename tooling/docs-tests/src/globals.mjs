import { createServer } from 'node:http';

/** The application that the snippets take for granted: see globals.d.ts. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

const server = createServer((_, response) => response.end('[]')).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
server.unref();

let isFirstCall = true;

Object.assign(globalThis, {
  flakyAgent: {
    answer: async (ticket) => {
      await pause();
      if (isFirstCall) {
        isFirstCall = false;
        throw new Error('overloaded');
      }
      return `Dear ${ticket.customerId}`;
    },
  },
  ticket: { id: 'ticket-42', customerId: 'acme', text: 'I forgot my password' },
  knowledgeUrl: `http://127.0.0.1:${server.address().port}`,
  agent: {
    search: async () => {
      await pause();
      return ['How to reset a password'];
    },
    answer: async (ticket, articles) => {
      await pause();
      return `Dear ${ticket.customerId}, ${articles.join(', ')}`;
    },
    index: pause,
  },
});
