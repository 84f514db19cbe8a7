import { warnOnce } from '@botanu/core/authoring';

const ADVICE: Readonly<Record<string, string>> = {
  'HTTP 400': 'Does it take OTLP over HTTP in protobuf?',
  'HTTP 401': 'Look at the key in the headers.',
  'HTTP 403': 'Look at the key in the headers, and at what it allows.',
  'HTTP 404': 'Look at the path: OTLP has /v1/traces.',
  'HTTP 405': 'Look at the path: OTLP has /v1/traces.',
  'HTTP 415': 'Does it take OTLP over HTTP in protobuf, with gzip?',
};

/**
 * Says, once for each cause, that a collector refuses spans, and what to do about it.
 *
 * @param destination - Where the spans should have gone, without credentials.
 * @param cause - A status or the class of an error: never the text of an answer, which may repeat what was sent.
 */
export function warnOfRefusal(destination: string, cause: string): void {
  const advice = /^HTTP 3/.test(cause)
    ? 'It redirects, and redirects are not followed: write the final URL.'
    : (ADVICE[cause] ?? 'Its own log says why.');
  warnOnce(
    'BOTANU_EXPORT_FAILED',
    `${destination} refuses spans (${cause}), which must not be sent again; they are lost. ${advice}`,
    `${destination} ${cause}`,
  );
}

/**
 * Says, once, that a collector is away, and what becomes of the spans.
 *
 * @param destination - Where the spans should have gone, without credentials.
 * @param cause - A status or the code of an error.
 * @param maxQueueSize - How many spans the memory holds; undefined where there is a spool.
 */
export function warnOfOutage(destination: string, cause: string, maxQueueSize: number | undefined): void {
  const fate =
    maxQueueSize === undefined
      ? 'They are written to the spool, and sent when it answers again.'
      : `They wait in memory, ${maxQueueSize} of them at most: an outage that is longer than that loses spans, and so ` +
        'does the end of the process. A spool would keep them.';
  warnOnce(
    'BOTANU_EXPORT_FAILED',
    `spans cannot be delivered to ${destination} (${cause}); it is tried again. ${fate} Is a collector listening there?`,
    `${destination} away`,
  );
}
