/** A ticket that could not be answered, for a reason that the caller may know. */
export class TicketError extends Error {
  override readonly name: string = 'TicketError';
}

/** The customer asks about an order that does not exist. */
export class UnknownOrderError extends TicketError {
  override readonly name = 'UnknownOrderError';
}

/** The model's answer is not good enough; another attempt may be. */
export class DraftRejectedError extends TicketError {
  override readonly name = 'DraftRejectedError';

  /**
   * @param remark - What the next attempt is told to do better.
   */
  constructor(readonly remark: string) {
    super(`the answer was rejected: ${remark}`);
  }
}
