/**
 * The hot loop of the (M)BG/NBD likelihood: sums over the customers with at least one coin, for the silence since t_x.
 *
 * For customers of equal x, the prior probability that the customer dropped out at the last purchase, after c coins, is π = a/(a+b+c−1).
 * The silence until T weights it with the power ρ = ((α+T)/(α+t_x))^(r+x) ≥ 1:
 *
 *     ln(1−π+πρ),    d = πρ/(1−π+πρ) = P(dropped out),    d − π = π(1−d)(ρ−1)
 *
 * ρ−1 is computed for a block first and summed afterwards, so no call of exp interrupts the accumulators.
 */

/** Rows in a block: its values of ρ−1 stay in the first-level cache, and sums of block sums keep rounding from growing. */
const BLOCK = 1024;

/** A power beyond e^700 is clamped: its logarithm is corrected, d is 1 already. */
const LARGEST_EXPONENT = 700;

/**
 * Places of the sums over customers, with l = ln((α+T)/(α+t_x)), e = ∂l/∂ln α, f = ∂e/∂ln α, v = d(1−d). They are the
 * logarithm, d − π, v − π(1−π), and d or v times the factors named.
 */
export const SUM = {
  log: 0,
  E: 1,
  U: 2,
  dl: 3,
  de: 4,
  df: 5,
  vl: 6,
  ve: 7,
  vll: 8,
  vle: 9,
  vee: 10,
  length: 11,
} as const;

/** Rows of customers with tables for one parameter vector: ln(1+t/α) and, up to a constant, its slope α/(α+t). */
export interface DropoutRows {
  readonly weight: Float64Array;
  readonly placeOfT: Int32Array;
  readonly placeOfRecency: Int32Array;
  readonly logT: Float64Array;
  readonly slopeT: Float64Array;
  readonly logRecency: Float64Array;
  readonly slopeRecency: Float64Array;
  /** The value of 1 − α/(α+T) − α/(α+t_x) for slopes taken directly from the tables. */
  slopeOrigin: number;
  /** ln(1+T/α) of the longest T. */
  largestLog: number;
  readonly powerT: Float64Array;
  readonly powerRecency: Float64Array;
  readonly rises: Float64Array;
}

/** Lays out room for the tables and the block; that of ln(1+T/α) is shared with the terms of the rate. */
export function dropoutRows(
  weight: Float64Array,
  placeOfT: Int32Array,
  placeOfRecency: Int32Array,
  logT: Float64Array,
  distinctRecency: number,
): DropoutRows {
  return {
    weight,
    placeOfT,
    placeOfRecency,
    logT,
    slopeT: new Float64Array(logT.length),
    logRecency: new Float64Array(distinctRecency),
    slopeRecency: new Float64Array(distinctRecency),
    slopeOrigin: 1,
    largestLog: 0,
    powerT: new Float64Array(logT.length),
    powerRecency: new Float64Array(distinctRecency),
    rises: new Float64Array(BLOCK),
  };
}

/** Fills `sums` over the rows `from` up to `to`, which share x: s = r+x, prior π. */
export function sumRun(
  rows: DropoutRows,
  from: number,
  to: number,
  s: number,
  prior: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  const tabulated = tabulatePowers(rows, to - from, s);
  for (let low = from; low < to; low += BLOCK) {
    const high = Math.min(to, low + BLOCK);
    sums[SUM.log] += fillRises(rows, low, high, s, prior, tabulated);
    addBlock(rows, low, high, prior, sums);
  }
}

/** The first of these sums alone, for a search without derivatives. */
export function logOfRun(rows: DropoutRows, from: number, to: number, s: number, prior: number): number {
  const { weight, rises } = rows;
  const tabulated = tabulatePowers(rows, to - from, s);
  let sum = 0;
  for (let low = from; low < to; low += BLOCK) {
    const high = Math.min(to, low + BLOCK);
    sum += fillRises(rows, low, high, s, prior, tabulated);
    let log = 0;
    for (let i = low; i < high; i++) log += weight[i] * Math.log(1 + prior * rises[i - low]);
    sum += log;
  }
  return sum;
}

/** In a run longer than both tables ρ is the product of two tabulated powers, and no exp is taken per history. */
function tabulatePowers(rows: DropoutRows, length: number, s: number): boolean {
  const { logT, logRecency, powerT, powerRecency, largestLog } = rows;
  if (length <= logT.length + logRecency.length || s * largestLog > LARGEST_EXPONENT) return false;
  for (let k = 0; k < logT.length; k++) powerT[k] = Math.exp(s * logT[k]);
  for (let k = 0; k < logRecency.length; k++) powerRecency[k] = Math.exp(-s * logRecency[k]);
  return true;
}

/** Fills ρ−1, clamped; returns the correction of the sum of logarithms for the clamp. */
function fillRises(rows: DropoutRows, low: number, high: number, s: number, prior: number, tabulated: boolean): number {
  if (!tabulated) return raisePowers(rows, low, high, s, prior);
  const { placeOfT, placeOfRecency, powerT, powerRecency, rises } = rows;
  for (let i = low; i < high; i++) rises[i - low] = powerT[placeOfT[i]] * powerRecency[placeOfRecency[i]] - 1;
  return 0;
}

function raisePowers(rows: DropoutRows, low: number, high: number, s: number, prior: number): number {
  const { weight, placeOfT, placeOfRecency, logT, logRecency, rises } = rows;
  let clamped = 0;
  for (let i = low; i < high; i++) {
    let exponent = s * (logT[placeOfT[i]] - logRecency[placeOfRecency[i]]);
    if (exponent > LARGEST_EXPONENT) {
      if (prior > 0) clamped += weight[i] * (exponent - LARGEST_EXPONENT);
      exponent = LARGEST_EXPONENT;
    }
    rises[i - low] = Math.expm1(exponent);
  }
  return clamped;
}

function addBlock(rows: DropoutRows, low: number, high: number, prior: number, sums: Float64Array): void {
  const { weight, placeOfT, placeOfRecency, logT, slopeT, logRecency, slopeRecency, slopeOrigin, rises } = rows;
  const priorAlive = 1 - prior;
  let log = 0;
  let E = 0;
  let U = 0;
  let dl = 0;
  let de = 0;
  let df = 0;
  let vl = 0;
  let ve = 0;
  let vll = 0;
  let vle = 0;
  let vee = 0;
  for (let i = low; i < high; i++) {
    const p = placeOfT[i];
    const q = placeOfRecency[i];
    const w = weight[i];
    const rise = rises[i - low];
    const l = logT[p] - logRecency[q];
    const hT = slopeT[p];
    const hx = slopeRecency[q];
    const e = hT - hx;
    const likelihood = 1 + prior * rise;
    const alive = priorAlive / likelihood;
    const excess = w * prior * alive * rise;
    const d = (w * prior * (1 + rise)) / likelihood;
    const v = d * alive;
    log += w * Math.log(likelihood);
    E += excess;
    U += excess * (alive - prior);
    dl += d * l;
    de += d * e;
    df += d * e * (slopeOrigin - hT - hx);
    vl += v * l;
    ve += v * e;
    vll += v * l * l;
    vle += v * l * e;
    vee += v * e * e;
  }
  sums[SUM.log] += log;
  sums[SUM.E] += E;
  sums[SUM.U] += U;
  sums[SUM.dl] += dl;
  sums[SUM.de] += de;
  sums[SUM.df] += df;
  sums[SUM.vl] += vl;
  sums[SUM.ve] += ve;
  sums[SUM.vll] += vll;
  sums[SUM.vle] += vle;
  sums[SUM.vee] += vee;
}
