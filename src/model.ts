/**
 * The contract between the engine and the models: what a purchase model and a spend model are.
 *
 * The engine (`src/`) sees a model only through these types; a model (`models/`) sees the engine only through them.
 */
import type { Random } from "./random/random.ts";

/** Parameters by name, on their natural scale, e.g. `{ r: 0.243, alpha: 4.41, a: 0.793, b: 2.43 }`. */
export type Parameters = Readonly<Record<string, number>>;

/** One parameter of a model. */
export interface Parameter {
  /** Key in {@link Parameters} and in files, e.g. `alpha`. */
  readonly name: string;
  /** As printed, e.g. `α`. */
  readonly symbol: string;
  /** What it is, in a few words. */
  readonly meaning: string;
  /** Power of the time unit it carries: 1 for a time (α), −1 for a rate, 0 for a pure number. */
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
}

/** Distinct spend histories as columns of one length; only customers with x > 0. */
export interface SpendHistories {
  readonly length: number;
  /** x, repeat purchases: integers ≥ 1. */
  readonly frequency: Float64Array;
  /** m, mean value per repeat purchase: > 0. */
  readonly monetaryValue: Float64Array;
  readonly count: Float64Array;
}

/** Value, gradient and Hessian of a log-likelihood with respect to ln θ. */
export interface Evaluation {
  value: number;
  readonly gradient: Float64Array;
  /** n × n, row-major, symmetric. */
  readonly hessian: Float64Array;
}

/**
 * The log-likelihood of a data set as a function of ln θ, its tables laid out once.
 *
 * Parameters come and go in the order of the model's `parameters`. Neither evaluation allocates.
 */
export interface Objective {
  /** Number of parameters n. */
  readonly dimension: number;
  /** Customers: Σ count. */
  readonly observations: number;
  /** The log-likelihood at ln θ. */
  value(logTheta: Float64Array): number;
  /** Value, gradient and Hessian at ln θ, written into `out`. */
  evaluate(logTheta: Float64Array, out: Evaluation): void;
}

/** The log-likelihood of a data set that can be weighed anew. */
export interface DataObjective extends Objective {
  /** The same histories under other counts (≥ 0, not all 0), which stay as they are while it is in use: shares the layout, for the bootstrap. */
  reweighted(count: Float64Array): Objective;
}

/**
 * A way the likelihood can rise for ever: along `direction` in ln θ the model tends to a simpler one,
 * and the parameters named in `unidentified` lose their meaning one by one (a ratio of them may keep it).
 */
export interface Limit {
  /** E.g. `no-dropout`. */
  readonly name: string;
  /** Direction in ln θ, one entry per parameter: −1, 0 or 1. */
  readonly direction: readonly number[];
  /** Names of the parameters that must not be printed as estimates. */
  readonly unidentified: readonly string[];
  /** What the data say, in a sentence, e.g. "No dropout is visible: a/(a+b) → 0, the model tends to the NBD." */
  readonly message: string;
  /** What remains sound and what does not, and what to try. */
  readonly advice: string;
}

/** A quantity that differs between customers, and how it is distributed among them. */
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
  /** The share of customers for whom it is at most `value`. */
  cumulative(theta: Parameters, value: number): number;
}

/** What both kinds of model have. */
interface ModelBase<Data> {
  /** Key in files and on the command line, e.g. `bg-nbd`. */
  readonly name: string;
  /** As printed, e.g. `BG/NBD`. */
  readonly title: string;
  /** Author, year. */
  readonly source: string;
  readonly parameters: readonly Parameter[];
  /** The limits in which the model degenerates, most specific first. */
  readonly limits: readonly Limit[];
  /** What differs between customers. */
  readonly heterogeneity: readonly Heterogeneity[];
  /** Lays out the log-likelihood of the data. */
  objective(data: Data): DataObjective;
  /** Natural parameters from which Newton starts, from moments of the data. */
  start(data: Data): Parameters;
}

/**
 * How often customers buy and when they stop.
 *
 * Every model of this family factorises: what a customer does next is P(alive | x, t_x, T) times what a customer still
 * alive at T does, and the latter does not depend on t_x. The contract is written along that seam, because it lets the
 * engine tabulate the expensive half by distinct (x, T).
 */
export interface PurchaseModel extends ModelBase<Histories> {
  readonly kind: "purchase";
  /** P(alive at T | x, t_x, T). */
  probabilityAlive(theta: Parameters, x: number, tx: number, T: number): number;
  /** The same of many histories, best sorted by x, laid out once for many parameters: what is returned writes those at θ into `out`. */
  probabilitiesAlive(histories: Omit<Histories, "count">): (theta: Parameters, out: Float64Array) => void;
  /** E[X(t)]: expected purchases of a new customer in (0, t]. */
  expectedPurchases(theta: Parameters, t: number): number;
  /** Expected purchases in (T, T+t] of a customer alive at T after x repeat purchases. */
  expectedPurchasesIfAlive(theta: Parameters, x: number, T: number, t: number): number;
  /** The same, each purchase discounted by e^(−δs) when it happens at T+s; δ ≥ 0 per time unit. */
  discountedPurchasesIfAlive(theta: Parameters, x: number, T: number, t: number, delta: number): number;
  /** P(at least one purchase in (T, T+t] | alive at T, x). */
  probabilityOfPurchaseIfAlive(theta: Parameters, x: number, T: number, t: number): number;
  /** P(X(t) = n) for n = 0 … nMax, for a new customer. */
  purchaseProbabilities(theta: Parameters, t: number, nMax: number): Float64Array;
  /** P(n purchases in (T, T+t] | x, t_x, T) for n = 0 … nMax. */
  futurePurchaseProbabilities(
    theta: Parameters,
    x: number,
    tx: number,
    T: number,
    t: number,
    nMax: number,
  ): Float64Array;
  /** Draws one customer and appends the ages of the repeat purchases in (0, duration] to `ages`. */
  simulate(theta: Parameters, random: Random, duration: number, ages: number[]): void;
}

/** An arithmetic formula over x and m, in doubles, each operation rounded as written. */
export type Formula = number | "x" | "m" | readonly [left: Formula, operator: "+" | "-" | "*" | "/", right: Formula];

/** constant + slope·m. */
export interface Line {
  readonly constant: number;
  readonly slope: number;
}

/** The law of what the next n purchases of a customer are worth in all. */
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

/** What customers spend per purchase. */
export interface SpendModel extends ModelBase<SpendHistories> {
  readonly kind: "spend";
  /** E[M | x, m]: expected value per purchase of a customer with x ≥ 0 repeat purchases of mean value m; undefined where it does not exist. */
  expectedSpend(theta: Parameters, x: number, m: number): number | undefined;
  /**
   * The same for x > 0 as a quotient of formulas, for engines that compute where the data lie; where `weight` is not above 0 it
   * does not exist. Evaluated as written it is `expectedSpend` to the last bit.
   */
  expectedSpendFormula(theta: Parameters): { readonly sum: Formula; readonly weight: Formula };
  /** The same as a line in m, which it is for every model of this family: the mean of m and of the population, weighted by x. */
  expectedSpendLine(theta: Parameters, x: number): Line | undefined;
  /** The population mean; undefined where it does not exist. */
  populationSpend(theta: Parameters): number | undefined;
  /** The share of customers whose x ≥ 1 repeat purchases have a mean value of at most m. */
  cumulativeSpend(theta: Parameters, x: number, m: number): number;
  /** Draws one customer and returns the values of `n` purchases. */
  simulate(theta: Parameters, random: Random, n: number): Float64Array;
  /** Draws the total value of the next n purchases of a customer with x ≥ 0 repeat purchases of mean value m; laid out for many m and n. */
  simulateFuture(theta: Parameters, x: number): (random: Random, m: number, n: number) => number;
  /** The law that `simulateFuture` draws from. */
  futureTotal(theta: Parameters, x: number): FutureTotal;
}
