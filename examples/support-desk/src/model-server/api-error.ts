/** An error as the OpenAI API answers it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly details: {
      readonly param?: string;
      readonly code?: string;
      readonly retryAfterMs?: number;
    } = {},
  ) {
    super(message);
  }

  /** The body of the answer. */
  toBody(): object {
    const { param = null, code = null } = this.details;
    return { error: { message: this.message, type: this.type, param, code } };
  }
}

/**
 * The error for a request whose body is wrong.
 *
 * @param message - What is wrong.
 * @param param - The parameter that is.
 * @returns Status 400.
 */
export function invalidRequest(message: string, param?: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message, param === undefined ? {} : { param });
}
