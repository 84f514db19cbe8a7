import { type BadLine, type Ticket, type TicketFile, toTicket } from './ticket';

/**
 * Reads one ticket per line; blank lines are nothing.
 *
 * @param content - The whole file.
 * @returns The tickets, and the lines that are none.
 */
export function readJsonl(content: string): TicketFile {
  const tickets: Ticket[] = [];
  const badLines: BadLine[] = [];
  for (const [index, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() !== '') {
      const result = readLine(line);
      if ('reason' in result) {
        badLines.push({ lineNumber: index + 1, reason: result.reason });
      } else {
        tickets.push(result);
      }
    }
  }
  return { tickets, badLines };
}

function readLine(line: string): ReturnType<typeof toTicket> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: 'not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { reason: 'not a JSON object' };
  }
  return toTicket(value as Record<string, unknown>);
}
