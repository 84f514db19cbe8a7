import { DeliverySpanProcessor } from '../src';

const url = 'http://localhost:4318/v1/traces';
const exporter = { export: () => {}, shutdown: () => Promise.resolve() };

it.each<[string, unknown, RegExp]>([
  ['no destination', {}, /url is not an http or https URL\. Write for example/],
  ['another protocol', { url: 'ftp://host/' }, /url is not an http or https URL/],
  ['both destinations', { url, exporter }, /url and exporter exclude each other/],
  [
    'a spool with an exporter',
    { exporter, spool: { dir: '/tmp' } },
    /no spool with an exporter of yours, since/,
  ],
  ['something else as an exporter', { exporter: {} }, /exporter is no span exporter/],
  ['too many exports', { exporter, maxConcurrentExports: 5 }, /a whole number from 1 to 4/],
  [
    'a header that cannot be sent',
    { url, headers: { 'x-key': 'a\nb' } },
    /the header "x-key" cannot be sent/,
  ],
  ['an unknown compression', { url, compression: 'brotli' }, /compression is neither/],
  ['a queue for nobody', { url, maxQueueSize: 0 }, /maxQueueSize is not a whole number/],
  ['half a millisecond', { url, flushIntervalMs: 0.5 }, /flushIntervalMs is not a whole number/],
  ['a spool without a folder', { url, spool: { dir: '' } }, /spool\.dir is not the path of a folder/],
  ['a spool without room', { url, spool: { dir: '/nowhere', maxBytes: 10 } }, /spool\.maxBytes is not/],
])('refuses %s, and says what to write', (_, options, message) => {
  const listenerCounts = () => ['exit', 'beforeExit', 'SIGTERM'].map((name) => process.listenerCount(name));
  const before = listenerCounts();
  expect(() => new DeliverySpanProcessor(options as never)).toThrow(message);
  expect(listenerCounts()).toEqual(before);
});

it('keeps passwords and keys out of its messages', () => {
  const messages = [{ url: 'nonsense://user:secret@host/' }, { url, headers: { 'x-key': 'secret\n' } }].map(
    (options) => {
      try {
        return String(new DeliverySpanProcessor(options));
      } catch (error) {
        return String(error);
      }
    },
  );
  expect(messages.join()).not.toContain('secret');
});
