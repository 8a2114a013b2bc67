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
