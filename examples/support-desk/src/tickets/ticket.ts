/** What a customer wrote. */
export interface Ticket {
  /** The business event's id. Two lines with the same id are two runs of one event. */
  readonly id: string;
  readonly customerId: string;
  /** May be empty. */
  readonly subject: string;
  readonly text: string;
}

/** A line that is no ticket, and why. */
export interface BadLine {
  /** From 1, as an editor counts; of a record of several lines, the first. */
  readonly lineNumber: number;
  readonly reason: string;
}

/** What was found in a file. */
export interface TicketFile {
  readonly tickets: readonly Ticket[];
  readonly badLines: readonly BadLine[];
}

/** Ids travel in a header: this is what fits there, percent-encoded. */
const MAX_ID_BYTES = 512;
const MAX_TEXT_CHARACTERS = 200_000;
/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT_CHARACTER = '\ufffd';

/**
 * Makes a ticket of a decoded record.
 *
 * @param fields - The record's fields by name.
 * @returns The ticket, or the reason why it is none.
 */
export function toTicket(fields: Readonly<Record<string, unknown>>): Ticket | { readonly reason: string } {
  const id = toText(fields.id);
  const customerId = toText(fields.customerId);
  const subject = toText(fields.subject) ?? '';
  const text = toText(fields.text);
  if (id === undefined || customerId === undefined || text === undefined) {
    const missing = Object.entries({ id, customerId, text }).filter(([, value]) => value === undefined);
    return { reason: `no ${missing.map(([name]) => name).join(', no ')}` };
  }
  const ticket = { id, customerId, subject, text };
  const reason = whyUnusable(ticket);
  return reason === undefined ? ticket : { reason };
}

function whyUnusable(ticket: Ticket): string | undefined {
  for (const [name, value] of Object.entries(ticket)) {
    if (value.includes(REPLACEMENT_CHARACTER) || /\p{Surrogate}/u.test(value)) {
      return `${name} is not valid UTF-8`;
    }
  }
  for (const name of ['id', 'customerId'] as const) {
    if (encodeURIComponent(ticket[name]).length > MAX_ID_BYTES) {
      return `${name} is longer than ${MAX_ID_BYTES} bytes (percent-encoded)`;
    }
  }
  if (ticket.subject.length + ticket.text.length > MAX_TEXT_CHARACTERS) {
    return `text is longer than ${MAX_TEXT_CHARACTERS.toLocaleString('en')} characters`;
  }
  return undefined;
}

/** Text that is not blank; numbers are fine as ids. */
function toText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}
