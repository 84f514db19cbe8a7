import { Agent, get } from 'node:http';

const CONNECTIONS = 16;

/**
 * Sends requests over connections that are kept open, and reads all answers.
 *
 * @param port - Of a server on this machine.
 * @param count - How many requests.
 * @throws Error where one is not answered with 200.
 */
export async function sendRequests(port: number, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = count;
  async function worker(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await sendOne(port, agent);
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
}

function sendOne(port: number, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: '/tickets/42', agent }, (response) => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      );
    });
    request.once('error', reject);
  });
}
