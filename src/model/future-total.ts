/** constant + slope·m. */
export interface Line {
  readonly constant: number;
  readonly slope: number;
}

/** The law of the total value of a customer's next n purchases. */
export interface FutureTotal {
  /** total/(constant + slope·m) has the same law for every mean value m; constant > 0, slope ≥ 0. */
  readonly scale: Line;
  /** The law of the logarithm of that quotient, for n ≥ 1 purchases. */
  law(n: number): TotalLaw;
}

/** A smooth law with one peak. */
export interface TotalLaw {
  /** Beyond these two the law has less than a millionth. */
  readonly from: number;
  readonly until: number;
  /** About its standard deviation. */
  readonly width: number;
  /** Writes the density at y and its derivative. */
  density(y: number, out: Float64Array): void;
}
