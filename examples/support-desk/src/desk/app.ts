import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { toTicket } from '../tickets/ticket';
import type { SupportDesk } from './support-desk';
import { TicketError } from './ticket-error';

const MAX_BODY = '4mb';

/**
 * `POST /tickets`: 200 with the answer; 400 for what is no ticket; 422 where there is no answer; 502 where the model
 * or the knowledge service failed.
 *
 * @param desk - Answers.
 * @returns The Express application.
 */
export function createApp(desk: SupportDesk): Express {
  const app = express();
  app.use(express.json({ limit: MAX_BODY }));
  app.post('/tickets', async (request, response) => {
    const ticket = toTicket(request.body ?? {});
    if ('reason' in ticket) {
      response.status(400).json({ error: { type: 'InvalidTicket', message: ticket.reason }, runs: 0 });
      return;
    }
    const resolution = await desk.resolve(ticket);
    if ('answer' in resolution) {
      response.json({ ticketId: ticket.id, answer: resolution.answer, runs: resolution.runs });
      return;
    }
    const { error, runs } = resolution;
    response.status(error instanceof TicketError ? 422 : 502).json({ error: describe(error), runs });
  });
  app.use(answerError);
  return app;
}

/** What Express itself finds wrong, such as a body that is not JSON. Express knows it by its four parameters. */
function answerError(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  response.status(status).json({ error: describe(error), runs: 0 });
}

function describe(error: unknown): { readonly type: string; readonly message: string } {
  return error instanceof Error
    ? { type: error.name, message: error.message }
    : { type: 'Error', message: String(error) };
}
