/** Bits of a double's upper word that are dropped: sign, 11 bits of the exponent and 10 of the mantissa remain. */
const DROPPED = 10;

/** Numbers in bins: those in one bin agree in their first 11 binary digits, so they are within 0.1 % of each other. */
export interface DigitBins {
  /** The bin of each number, in the order of the numbers. */
  readonly bin: Uint32Array;
  /** The first bin; the others follow. */
  readonly least: number;
  /** The counts of the bins, from the first on. */
  readonly sums: Float64Array;
}

/** Puts the first `length` numbers ≥ 0 (no −0), each with its count, into bins. */
export function digitBins(values: Float64Array, count: Float64Array, length: number): DigitBins {
  const bin = new Uint32Array(length);
  const [least, most] = fillBins(values, bin);
  const sums = new Float64Array(Math.max(0, most - least + 1));
  addToBins(bin, least, count, sums);
  return { bin, least, sums };
}

function fillBins(values: Float64Array, bin: Uint32Array): [least: number, most: number] {
  // Little-endian: the upper word comes second. The bits of doubles ≥ 0 are in the order of the numbers.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * bin.length);
  let least = 2 ** 32;
  let most = -1;
  for (let k = 0; k < bin.length; k++) {
    const here = words[2 * k + 1] >>> DROPPED;
    bin[k] = here;
    least = Math.min(least, here);
    most = Math.max(most, here);
  }
  return [least, most];
}

function addToBins(bin: Uint32Array, least: number, count: Float64Array, sums: Float64Array): void {
  for (let k = 0; k < bin.length; k++) sums[bin[k] - least] += count[k];
}
