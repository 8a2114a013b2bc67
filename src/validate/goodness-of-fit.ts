import type { Notice } from "../fit/fit-result.ts";

/** How well the fitted models describe their own data. Plain and JSON-able. */
export interface GoodnessOfFit {
  /** Customers by number of repeat purchases, against the model. */
  readonly purchases: Histogram;
  /** Repeat buyers by mean value per purchase, against the model; absent without a spend model. */
  readonly spend?: Histogram;
  /** The fitted differences between customers: purchase rate, dropout, mean spend. */
  readonly heterogeneity: readonly HeterogeneityDensity[];
  /** Whether spend depends on frequency; absent without a spend model. */
  readonly independence?: Independence;
  readonly information: readonly Information[];
  readonly notices: readonly Notice[];
}

/** Customers in bins, counted and expected, with Pearson's χ². */
export interface Histogram {
  readonly bins: readonly HistogramBin[];
  /** χ² over bins merged until each expects at least five customers. */
  readonly chiSquare: number;
  /** Merged bins − 1 − parameters; the test is left out (undefined p) when none is left. */
  readonly degreesOfFreedom: number;
  readonly pValue: number | undefined;
  /** Total variation ½ Σ |actual − expected|/N: the share of customers the model puts in the wrong bin. */
  readonly misplaced: number;
  /** Its expected value if the model is true. */
  readonly misplacedByChance: number;
}

/** One bar. */
export interface HistogramBin {
  readonly label: string;
  /** Inclusive; `to` is undefined for the last, open bin. */
  readonly from: number;
  readonly to: number | undefined;
  readonly actual: number;
  readonly expected: number;
}

/** The fitted density of a quantity that differs between customers. */
export interface HeterogeneityDensity {
  /** E.g. `rate`. */
  readonly name: string;
  /** E.g. `Purchases per week`. */
  readonly title: string;
  readonly mean: number | undefined;
  readonly points: readonly { readonly value: number; readonly density: number }[];
}

/** Mean value per purchase by repeat purchases. A trend contradicts the assumption of the spend model. */
export interface Independence {
  /** Spearman's rank correlation of x and m. */
  readonly rankCorrelation: number;
  readonly bins: readonly {
    readonly label: string;
    readonly customers: number;
    /** Quartiles and mean of m. */
    readonly low: number;
    readonly median: number;
    readonly high: number;
    readonly mean: number;
  }[];
}

/** The log-likelihood of a model and its cost in parameters. */
export interface Information {
  readonly model: string;
  readonly logLikelihood: number;
  readonly parameters: number;
  readonly aic: number;
  readonly bic: number;
}
