/**
 * The contract of the models: a purchase model and a spend model.
 *
 * The engine (`src/`) sees a model only through these types; a model (`models/`) sees the engine only through them.
 */

import type { Future, Newcomer } from "./model/future.ts";
import type { FutureTotal, Line } from "./model/future-total.ts";
import type { DataObjective } from "./model/objective.ts";
import type { Random } from "./random/random.ts";

/** Parameters by name, on their natural scale, e.g. `{ r: 0.243, alpha: 4.41, a: 0.793, b: 2.43 }`. */
export type Parameters = Readonly<Record<string, number>>;

/**
 * The scale on which a parameter is searched, drawn and given errors. It is φ = ln θ for θ > 0, φ = θ for any θ, φ =
 * ln(θ/(1 − θ)) for a probability. `src/fit/link.ts` is the only file that knows the formulas.
 */
export type Link = "log" | "identity" | "logit";

/** One parameter of a model that is estimated. */
export interface Parameter {
  /** Key in {@link Parameters} and in files, e.g. `alpha`. */
  readonly name: string;
  /** As printed, e.g. `α`. */
  readonly symbol: string;
  /** Its meaning, in a few words. */
  readonly meaning: string;
  readonly link: Link;
  /** The power of the time unit in its unit: 1 for a time (α), −1 for a rate, 0 for a pure number. */
  readonly timePower: number;
  /** Power of the money unit it carries. */
  readonly moneyPower: number;
}

/** Distinct purchase histories as columns of one length: the k-th is shared by `count[k]` customers. */
export interface Histories {
  readonly length: number;
  /** x, repeat purchases: integers ≥ 0. */
  readonly frequency: Float64Array;
  /** t_x, age at the last purchase, in time units: 0 ≤ t_x ≤ T, and 0 where x = 0. */
  readonly recency: Float64Array;
  /** T, age at the end of observation, in time units. */
  readonly T: Float64Array;
  /** Customers that share the history: > 0 (whole numbers from a log; any weights from a bootstrap). */
  readonly count: Float64Array;
  /**
   * Σ ln of the times between purchases, over all customers of the history. It enters a likelihood linearly and breaks
   * no compression. Absent where the data lack it: models of regular purchases can then be fitted, but not compared.
   */
  readonly litt?: Float64Array;
}

/** Histories without their numbers of customers, as predictions need them. */
export type HistoryColumns = Pick<Histories, "length" | "frequency" | "recency" | "T">;

/** Distinct spend histories as columns of one length; only customers with x > 0. */
export interface SpendHistories {
  readonly length: number;
  /** x, repeat purchases: integers ≥ 1. */
  readonly frequency: Float64Array;
  /** m, mean value per repeat purchase: > 0. */
  readonly monetaryValue: Float64Array;
  readonly count: Float64Array;
}

/** The columns that a model reads, by name. */
export interface Statistic<Data> {
  /** Customers who are equal in these share a history. */
  readonly shared: readonly (keyof Data)[];
  /** These are only summed over the customers of a history. */
  readonly summed: readonly (keyof Data)[];
}

/**
 * A direction in which the likelihood can rise for ever: along `direction` in φ the model tends to a simpler one. The parameters in
 * `unidentified` lose their meaning one by one; a ratio of them may keep it.
 */
export interface Limit {
  /** E.g. `no-dropout`. */
  readonly name: string;
  /** Direction in φ, one entry per parameter: −1, 0 or 1. */
  readonly direction: readonly number[];
  /** Names of the parameters that must not be printed as estimates. */
  readonly unidentified: readonly string[];
  /** The finding, in a sentence, e.g. "No dropout is visible: a/(a+b) → 0, the model tends to the NBD." */
  readonly message: string;
  /** Which parameters remain determined and which do not, and what to try. */
  readonly advice: string;
  /** The combination of them that keeps a meaning. */
  readonly keeps?: Kept;
  /** Values of the parameters in `unidentified` with which the model equals its limit exactly; see `INFINITE`. */
  standFor(kept: number): Parameters;
  /** Whether the likelihood is unbounded here, so that it cannot be printed. */
  readonly unbounded?: boolean;
}

/** A limit that the data show without a search, and the combination kept there. */
export interface LimitOfData {
  readonly name: string;
  readonly kept: number;
}

/** The combination that keeps a meaning at a limit whose parameters lose theirs. */
export interface Kept {
  /** As printed, e.g. `a/(a+b)`. */
  readonly name: string;
  /** Powers of the time and the money unit it carries. */
  readonly timePower: number;
  readonly moneyPower: number;
  /** Its least upper bound: 1 for a probability. */
  readonly upper: number;
  of(theta: Parameters): number;
  /** The parameter that changes it while the others are fixed, and its slope in the logarithm of that parameter. */
  readonly carrier: string;
  slope(kept: number): number;
}

/** A quantity that differs between customers, and its distribution. */
export interface Heterogeneity {
  /** E.g. `rate`. */
  readonly name: string;
  /** As printed, e.g. `purchases per time while alive (λ)`. */
  readonly title: string;
  /** Powers of the time and the money unit it carries. */
  readonly timePower: number;
  readonly moneyPower: number;
  /** Least upper bound of the quantity, which is ≥ 0. */
  readonly upper: number;
  /** Its mean over customers; undefined where there is none. */
  mean(theta: Parameters): number | undefined;
  /** The share of customers with at most `value`. */
  cumulative(theta: Parameters, value: number): number;
}

/** The common part of both kinds of model. */
interface ModelBase<Data> {
  /** Key in files and on the command line, e.g. `bg-nbd`. */
  readonly name: string;
  /** As printed, e.g. `BG/NBD`. */
  readonly title: string;
  /** Author, year. */
  readonly source: string;
  /**
   * The estimated parameters. A number that identifies a model of a family (the k of CNBD-k) is part of the name, not a
   * parameter.
   */
  readonly parameters: readonly Parameter[];
  /** Parameters that could be those of a real log, for tests and documentation. */
  readonly example: Parameters;
  readonly statistic: Statistic<Data>;
  /** The limits in which the model degenerates, most specific first. */
  readonly limits: readonly Limit[];
  /** A limit so near to the data that rounding hides the likelihood around it. Undefined if a search can resolve it. */
  limitOf?(data: Data): LimitOfData | undefined;
  /** The quantities that differ between customers. */
  readonly heterogeneity: readonly Heterogeneity[];
  /** Prepares the log-likelihood of the data. */
  objective(data: Data): DataObjective;
  /** Natural parameters from which Newton starts, from moments of the data. */
  start(data: Data): Parameters;
}

/**
 * A limit that a model approaches along a curve in φ, so slowly that no search arrives. Another model has the same
 * limit and reveals it.
 */
export interface Unreached {
  readonly model: PurchaseModel;
  /** The limit of the other model, by name. */
  readonly limit: string;
  /** The text of the notice. */
  readonly message: string;
}

/**
 * A model with one more parameter, a rate. At 0 it equals the narrower model. A score test in the fit of the narrower
 * model tells whether the wider one is worth its time.
 */
export interface Wider {
  readonly model: PurchaseModel;
  /** The name of the parameter; the others have the names of the narrower model's. */
  readonly parameter: string;
  /** The result of the test, in a sentence. */
  readonly message: string;
}

/** The place of a model in a sequence of ever more regular purchases: BG/NBD is the first of BG/CNBD-k. */
export interface RegularPlace {
  /** The name of the first of the sequence. */
  readonly of: string;
  /** k ≥ 1, phases between two purchases. */
  readonly k: number;
  /** Parameters near the best, from the best of the model before in the sequence. */
  startFrom(before: Parameters): Parameters;
}

/** How often customers buy and when they stop. `models/family/` makes `future` for the existing models. */
export interface PurchaseModel extends ModelBase<Histories> {
  readonly kind: "purchase";
  /**
   * `continuous` time, or counted `periods`, each an opportunity for one purchase. With periods, t_x and T are whole
   * numbers, there are at most as many purchases as periods. A time ahead counts the periods that end within it.
   */
  readonly clock: "continuous" | "periods";
  /** A limit of this model that no values of its parameters stand for; absent where there is none. */
  readonly unreached?: Unreached;
  /** A wider model, which competes only if the user names it. */
  readonly wider?: Wider;
  /** Its place in a sequence of ever more regular models; absent where it has none. */
  readonly regular?: RegularPlace;
  /**
   * Prepares histories, best sorted by x, for later parameters.
   *
   * @param often whether many parameters will follow, so that tables are worthwhile; results then differ by at most
   * 1e-12
   * @throws ClvError when a history, and later when a parameter, is outside its domain
   */
  future(histories: HistoryColumns, often?: boolean): (theta: Parameters) => Future;
  newcomer(theta: Parameters): Newcomer;
  /**
   * E[λ | x, alive for the time t]: purchases per time of a customer with x repeat purchases. Present where purchases are Poisson while a
   * customer is alive, and customers leave at purchases only. Such a model is exact on any clock, so it can have a season.
   */
  rateAlive?(theta: Parameters, x: number, t: number): number;
  /**
   * The parameter to which customers' dropout is proportional where it is small: with 1 % less of it, about 1 % fewer
   * customers leave. Absent if customers never leave.
   */
  readonly dropout?: string;
  /**
   * The number of values that were estimated beside the parameters and are fixed while these are searched. Information
   * criteria count them.
   */
  readonly estimatedBeside?: number;
  /** Draws one customer and appends the ages of the repeat purchases in (0, duration] to `ages`. */
  simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void;
}

/** A model of the value per purchase. */
export interface SpendModel extends ModelBase<SpendHistories> {
  readonly kind: "spend";
  /**
   * E[M | x, m] as a line in m: The expected value per purchase of a customer with x ≥ 0 repeat purchases of mean value
   * m. The slope is 0 at x = 0. Undefined where it does not exist. Memory and SQL both evaluate it as `constant +
   * slope·m`.
   */
  expectedSpend(theta: Parameters, x: number): Line | undefined;
  /** The share of customers whose x ≥ 1 repeat purchases have a mean value of at most m. */
  cumulativeSpend(theta: Parameters, x: number, m: number): number;
  /** Draws one customer and returns the values of `n` purchases. */
  simulate(theta: Parameters, random: Random, n: number): Float64Array;
  /**
   * Draws the total value of the next n purchases of a customer with x ≥ 0 repeat purchases of mean value m. It is
   * prepared for many m and n.
   */
  simulateFuture(theta: Parameters, x: number): (random: Random, m: number, n: number) => number;
  /** The distribution of the draws of `simulateFuture`. */
  futureTotal(theta: Parameters, x: number): FutureTotal;
}

/** A model of either kind. */
export type Model = PurchaseModel | SpendModel;
