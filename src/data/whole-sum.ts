/** A sum of doubles that are whole numbers, exact in any order and of any size; rounded once when it is read. */
export class WholeSum {
  #rest = 0;
  #whole = 0n;

  /** Adds a whole number of at most 2^53. */
  add(value: number): void {
    const sum = this.#rest + value;
    if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) {
      this.#rest = sum;
      return;
    }
    this.#whole += BigInt(this.#rest);
    this.#rest = value;
  }

  get value(): number {
    return Number(this.#whole + BigInt(this.#rest));
  }
}

/** Many such sums in columns. */
export class WholeSums {
  readonly #rest: Float64Array;
  /** What exceeded a double, which few sums do. */
  readonly #whole = new Map<number, bigint>();

  constructor(length: number) {
    this.#rest = new Float64Array(length);
  }

  /** Adds a whole number of at most 2^53 to the k-th sum. */
  add(k: number, value: number): void {
    const sum = this.#rest[k] + value;
    if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) {
      this.#rest[k] = sum;
      return;
    }
    this.#whole.set(k, (this.#whole.get(k) ?? 0n) + BigInt(this.#rest[k]));
    this.#rest[k] = value;
  }

  /** Every sum, rounded once. */
  values(): Float64Array {
    const values = this.#rest.slice();
    for (const [k, whole] of this.#whole) values[k] = Number(whole + BigInt(this.#rest[k]));
    return values;
  }
}
