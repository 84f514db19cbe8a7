const FNV_OFFSET_BASIS = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const HEX_DIGITS = 12;

/**
 * The version of a function, from its source: it changes when the code does.
 *
 * @param fn - The function.
 * @returns `v:` and 12 hex digits of the FNV-1a 64 hash of the source.
 */
export function sourceVersion(fn: (...parameters: never[]) => unknown): string {
  let hash = FNV_OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(Function.prototype.toString.call(fn))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  }
  return `v:${hash.toString(16).padStart(16, '0').slice(0, HEX_DIGITS)}`;
}
