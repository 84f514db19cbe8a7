const LAST_OF_ONE_BYTE = 0x7f;
const LAST_OF_TWO_BYTES = 0x7ff;
const FIRST_HIGH_SURROGATE = 0xd800;
const LAST_HIGH_SURROGATE = 0xdbff;

/**
 * How many bytes a text is in UTF-8, without encoding it.
 *
 * @param text - Any text; a lone surrogate counts as the U+FFFD that it is encoded as.
 */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit <= LAST_OF_ONE_BYTE) {
      bytes += 1;
    } else if (unit <= LAST_OF_TWO_BYTES) {
      bytes += 2;
    } else if (isPairAt(text, index, unit)) {
      bytes += 4;
      index += 1;
    } else {
      bytes += 3;
    }
  }
  return bytes;
}

function isPairAt(text: string, index: number, unit: number): boolean {
  const isHigh = unit >= FIRST_HIGH_SURROGATE && unit <= LAST_HIGH_SURROGATE;
  return isHigh && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}
