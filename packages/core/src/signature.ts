import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { type Baggage, type BaggageEntry, propagation } from '@opentelemetry/api';
import { isLiveBaggage } from './baggage';
import type { ContextKey } from './runtime';
import { ATTR_BOTANU_STEP, BAGGAGE_BOTANU_PREFIX, BAGGAGE_BOTANU_SIGNATURE } from './semconv';

export type { ContextKey } from './runtime';

const VERSION = 'v1';
const MIN_KEY_CHARACTERS = 32;
const KEY_ID_BYTES = 4;
const MS_PER_SECOND = 1000;

/** How long a signature is good for: longer than a request may be on its way, short enough to be of no use later. */
const LIFETIME_SECONDS = 600;

/** How far the clocks of two services may be apart. */
const CLOCK_SKEW_SECONDS = 60;

const encoder = new TextEncoder();

/**
 * Makes keys of texts.
 *
 * @param texts - The current key first.
 * @throws TypeError where one is too short. The message never has the key.
 * @example
 * ```ts
 * const keys = createContextKeys(['the current key, of 32 characters or more', 'the one before, good until all have the new']);
 * console.log(keys.map(({ id }) => id.length)); // [ 8, 8 ]
 * ```
 */
export function createContextKeys(texts: readonly string[]): readonly ContextKey[] {
  if (!Array.isArray(texts) || texts.length === 0) {
    throw new TypeError('contextKeys is not a list of keys. Write contextKeys: [current, previous].');
  }
  return texts.map((text, index) => {
    if (typeof text !== 'string' || text.length < MIN_KEY_CHARACTERS) {
      throw new TypeError(
        `context key ${index + 1} is shorter than ${MIN_KEY_CHARACTERS} characters. Make one with: openssl rand -base64 32`,
      );
    }
    const secret = encoder.encode(text);
    return { id: toHex(sha256(secret).subarray(0, KEY_ID_BYTES)), secret };
  });
}

type GlobalWithProcess = { process?: { env?: Record<string, string | undefined> } };

/**
 * The keys in `BOTANU_CONTEXT_KEY`.
 *
 * @returns Undefined where the variable is not set.
 * @throws TypeError where a key in it cannot be used.
 */
export function contextKeysFromEnvironment(): readonly ContextKey[] | undefined {
  const variable = (globalThis as GlobalWithProcess).process?.env?.BOTANU_CONTEXT_KEY;
  const texts = (variable ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return texts.length === 0 ? undefined : createContextKeys(texts);
}

/** A signature that was made: one outgoing request after the other has the same entries. */
interface Signature {
  readonly text: string;
  readonly key: ContextKey;
  readonly value: string;
  readonly expiry: number;
}

const signatures = new WeakMap<Baggage, Signature>();

/**
 * Signs the run in baggage that is about to be sent: one that this process has opened, or that arrived with a
 * signature of ours. What arrived without is sent as it is: our signature would make others believe it.
 *
 * @param baggage - What is about to be sent.
 * @param keys - Ours, the current one first.
 * @param nowMs - In epoch milliseconds.
 * @returns Baggage with `botanu.sig` behind our own entries; the same where there is nothing to sign.
 * @example
 * ```ts
 * import { propagation } from '@opentelemetry/api';
 *
 * const keys = createContextKeys(['correct horse battery staple, and more']);
 * event({ eventId: ticket.id, customerId: ticket.customerId, workflow: 'Support' }, () => {
 *   const signed = signBaggage(propagation.getActiveBaggage() ?? propagation.createBaggage(), keys);
 *   console.log(signed.getEntry('botanu.sig')?.value.split('.')[0]); // v1
 * });
 * ```
 */
export function signBaggage(
  baggage: Baggage,
  keys: readonly ContextKey[],
  nowMs: number = Date.now(),
): Baggage {
  const [key] = keys;
  if (key === undefined || !(isLiveBaggage(baggage) || isSignatureValid(baggage, keys, nowMs))) {
    return baggage;
  }
  const signature = sign(baggage, key, nowMs);
  if (signature === undefined) {
    return baggage;
  }
  const entries = baggage.getAllEntries().filter(([name]) => name !== BAGGAGE_BOTANU_SIGNATURE);
  const ours = entries.filter(([name]) => name.startsWith(BAGGAGE_BOTANU_PREFIX));
  const others = entries.filter(([name]) => !name.startsWith(BAGGAGE_BOTANU_PREFIX));
  const signed: [string, BaggageEntry] = [BAGGAGE_BOTANU_SIGNATURE, { value: signature }];
  return propagation.createBaggage(Object.fromEntries([...ours, signed, ...others]));
}

/**
 * Signs the run in baggage.
 *
 * @param baggage - What is about to be sent.
 * @param key - The current key.
 * @param nowMs - In epoch milliseconds.
 * @returns The value of `botanu.sig`; undefined where there is no run, or a value has a line break, with which two
 * runs could have one signature.
 */
function sign(baggage: Baggage, key: ContextKey, nowMs: number = Date.now()): string | undefined {
  const text = signedText(baggage);
  const nowSeconds = Math.trunc(nowMs / MS_PER_SECOND);
  const known = signatures.get(baggage);
  const isSame = known?.text === text && known?.key === key;
  if (isSame && known !== undefined && known.expiry - nowSeconds > LIFETIME_SECONDS / 2) {
    return known.value;
  }
  if (text === undefined) {
    return undefined;
  }
  const expiry = nowSeconds + LIFETIME_SECONDS;
  const value = `${VERSION}.${key.id}.${expiry}.${authenticate(text, String(expiry), key)}`;
  signatures.set(baggage, { text, key, value, expiry });
  return value;
}

/**
 * Whether the run in baggage is signed with one of the keys, and the signature is still good.
 *
 * @param baggage - As it arrived.
 * @param keys - Ours.
 * @param nowMs - In epoch milliseconds.
 */
export function isSignatureValid(
  baggage: Baggage,
  keys: readonly ContextKey[],
  nowMs: number = Date.now(),
): boolean {
  const [version, keyId, expiry = '', signature = '', ...rest] =
    baggage.getEntry(BAGGAGE_BOTANU_SIGNATURE)?.value.split('.') ?? [];
  const key = keys.find(({ id }) => id === keyId);
  if (version !== VERSION || key === undefined || rest.length > 0 || !/^\d{1,12}$/.test(expiry)) {
    return false;
  }
  const text = signedText(baggage);
  const isInTime = nowMs / MS_PER_SECOND <= Number(expiry) + CLOCK_SKEW_SECONDS;
  return isInTime && text !== undefined && isEqual(signature, authenticate(text, expiry, key));
}

function authenticate(text: string, expiry: string, { secret }: ContextKey): string {
  return toBase64Url(hmac(sha256, secret, encoder.encode(`${text}\n${expiry}`)));
}

/**
 * What is signed, as WIRE.md has it: `key=value` lines sorted by key; the expiry line follows. Text in which a key or a
 * value could be taken for another line is not signed at all: two runs could have one signature.
 */
function signedText(baggage: Baggage): string | undefined {
  const entries = baggage
    .getAllEntries()
    .filter(([key]) => isSigned(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const isAmbiguous = entries.some(([key, { value }]) => /[=\r\n]/.test(key) || /[\r\n]/.test(value));
  if (entries.length === 0 || isAmbiguous) {
    return undefined;
  }
  return entries.map(([key, { value }]) => `${key}=${value}`).join('\n');
}

function isSigned(key: string): boolean {
  return (
    key.startsWith(BAGGAGE_BOTANU_PREFIX) && key !== BAGGAGE_BOTANU_SIGNATURE && key !== ATTR_BOTANU_STEP
  );
}

/** Takes as long for texts that differ at the end as for those that differ at the beginning. */
function isEqual(received: string, expected: string): boolean {
  let difference = received.length ^ expected.length;
  for (let index = 0; index < expected.length; index += 1) {
    difference |= received.charCodeAt(index) ^ expected.charCodeAt(index);
  }
  return difference === 0;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
