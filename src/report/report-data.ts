import type { Grain, TimeUnit } from "../data/time-unit.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { Interval, IntervalMethod } from "../fit/interval.ts";
import type { ShownMonths } from "../months/on-page.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { NamedFactor } from "../season-words.ts";
import type { ShownMoves } from "../segments/on-page.ts";
import type { GoodnessOfFit } from "../validate/goodness-of-fit.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import type { SeasonFinding, SeasonTrial } from "../validate/try-season.ts";
import type { Tracking, Validation } from "../validate/validation.ts";
import type { ShownValue } from "../value/on-page.ts";
import type { ShownWatch } from "../watch/on-page.ts";

/**
 * A number and its uncertainty, at {@link ReportData.level}: `estimate` covers the uncertainty of the parameters,
 * `outcome` adds the chance of the future.
 */
export interface Quantity {
  readonly value: number;
  readonly estimate?: Bounds;
  readonly outcome?: Bounds;
}

/** The models that competed, and the tracking of the first three of them; none without a split. */
export interface ShownTournament extends TournamentInNumbers {
  readonly curves: readonly Curve[];
}

/** Purchases week by week, actual and as a model expects them. */
export interface Curve {
  readonly model: string;
  readonly title: string;
  readonly tracking: Tracking;
}

/** The ends of an interval; one is absent where there is no bound. */
export type Bounds = Partial<Interval>;

/** Everything that the report shows, as numbers. `clv report --json` prints it, and the page is rendered from it. */
export interface ReportData {
  /** The subject of the report: the name of the log or base. */
  readonly subject: string;
  /** The title of the page. */
  readonly title: string;
  /** The currency of all money, as printed. Absent if none was given. */
  readonly currency?: string;
  /** The program and its version. */
  readonly writtenBy: string;
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** Coverage of every interval in the report, e.g. 0.9. */
  readonly level: number;
  readonly horizon: Horizon;
  /** Profit per unit of value, and discount per year. */
  readonly margin: number;
  readonly discountRate: number;
  /** Absent when a customer base was read instead of a log. */
  readonly reading?: Reading;
  readonly base: BaseNumbers;
  readonly headline: Headline;
  /**
   * Whether the data show that repeat buyers leave. Otherwise P(alive) is near 1 for nearly all of them and distinguishes none. Then the
   * page shows the evidence instead of P(alive).
   */
  readonly dropoutVisible: boolean;
  /** The measure customers are ranked by. */
  readonly worth: Worth;
  readonly worthMost: readonly CustomerRow[];
  readonly slipping: Slipping;
  readonly surface: Surface;
  /** The forecast beside the actual numbers. Absent without a split. */
  readonly validation?: Validation;
  readonly goodness: GoodnessOfFit;
  readonly concentration: Concentration;
  readonly path?: AlivePath;
  /** Absent where a base was read, or a log of fewer than three periods. */
  readonly months?: ShownMonths;
  /** Absent where a base was read, or a log of fewer than four complete periods. */
  readonly moves?: ShownMoves;
  /** Absent without models fitted before a split and again on all. */
  readonly watched?: ShownWatch;
  /** Absent without a plan of costs. */
  readonly value?: ShownValue;
  /** Absent where one model was named. */
  readonly tournament?: ShownTournament;
  /** Absent where no season was asked for. */
  readonly season?: ShownSeason;
  readonly models: readonly ModelNumbers[];
  /** The notices on the fits, the scores and their intervals. */
  readonly notices: readonly Notice[];
}

/** The season of the fit, and what `auto` found. */
export interface ShownSeason {
  readonly indices: readonly ShownIndex[];
  readonly findings: readonly SeasonFinding[];
  readonly trials: readonly SeasonTrial[];
}

/** One index of a season. */
export interface ShownIndex {
  readonly by: string;
  readonly factors: readonly NamedFactor[];
}

/** `value` where the log has values: CLV over the horizon; else `purchases`: expected purchases within the horizon. */
export type Worth = "value" | "purchases";

/** How every row of the log was used, merged or rejected. */
export interface Reading {
  readonly rows: number;
  /** Money of the rows whose value could be read, and of the purchases; absent in a log without values. */
  readonly value?: number;
  readonly purchasesValue?: number;
  /** The number of purchases, one per customer and grain. */
  readonly purchases: number;
  /**
   * Every reason why a row is not a purchase, with the count and the money of such rows. Rejected rows are always listed, the others if
   * there are any.
   */
  readonly leftOut: readonly { readonly what: string; readonly rows: number; readonly value?: number }[];
  /** The rejected rows by reason, and their money where it is known. */
  readonly rejected?: readonly { readonly reason: string; readonly rows: number; readonly value?: number }[];
  /** Further notices on the reading, in sentences. */
  readonly notes: readonly string[];
}

/** The customer base in numbers. */
export interface BaseNumbers {
  readonly customers: number;
  /** Customers with at least one repeat purchase. */
  readonly repeatBuyers: number;
  readonly repeatPurchases: number;
  /** First and last day observed, ISO dates; absent in a base without dates. */
  readonly from?: string;
  readonly until?: string;
  /** Mean value per repeat purchase over the repeat buyers. */
  readonly meanSpend?: number;
}

/** The totals of the whole base. */
export interface Headline {
  /** Customers still alive: Σ P(alive). */
  readonly alive: Quantity;
  /** For repeat buyers only, since the data say nothing about one-time buyers. */
  readonly aliveAgain: Quantity;
  /** Of all customers, those expected to be alive who have never bought again. */
  readonly aliveWithoutRepeat: number;
  /** Purchases within the horizon: Σ E[Y]. */
  readonly purchases: Quantity;
  /** Customer equity: Σ CLV over the horizon; absent without a spend model. */
  readonly equity?: Quantity;
  /** Customers whose expected spend does not exist: they are not in the equity. */
  readonly withoutValue: number;
}

/** One customer of a table. */
export interface CustomerRow {
  /** 1 for the customer worth most; customers of the same worth share a rank. */
  readonly rank: number;
  /** The id; absent in an anonymous report. */
  readonly customer?: string;
  readonly frequency: number;
  /** Time since the last purchase, in `unit`s. */
  readonly silence: number;
  /** ISO date of the last purchase; absent in a base without dates. */
  readonly lastPurchase?: string;
  readonly probabilityAlive: number;
  readonly expectedPurchases: number;
  /** Where the number of purchases will lie. */
  readonly purchasesOutcome?: Bounds;
  /** Expected value per purchase. */
  readonly expectedSpend?: number;
  /** CLV over the horizon; its outcome is of the undiscounted value. */
  readonly value?: Quantity;
}

/** The customers whose worth silence has cost most. */
export interface Slipping {
  /** How long ago "before" was, in `unit`s. */
  readonly lookback: number;
  /** Most surely lost first, or most lost where no draws of the parameters are known. */
  readonly rows: readonly SlippingRow[];
  /** The number of customers left out: their expected loss is large, but the data do not show whether they are slipping away. */
  readonly inconclusive?: number;
  /**
   * The number of customers in the list who bought in the holdout, and the number that the model expected; absent
   * without a holdout.
   */
  readonly cameBack?: { readonly customers: number; readonly expected: number };
  /** The same for the list as of the split, if that is not the list of this page. */
  readonly cameBackSince?: CameBackSince;
  /** The loss over all customers, in {@link ReportData.worth}. */
  readonly lostInAll: number;
}

/**
 * The number of customers slipping away at the split who bought again after it, and the number that the model expected.
 */
export interface CameBackSince {
  readonly listed: number;
  readonly customers: number;
  readonly expected: number;
}

export interface SlippingRow extends CustomerRow {
  /** P(alive) one lookback ago, or at the last purchase when that was later. */
  readonly probabilityAliveBefore: number;
  /** Worth if alive times the fall of P(alive). */
  readonly lost: number;
  /** The intervals of P(alive) now and of the loss, with uncertain parameters. */
  readonly aliveEstimate?: Bounds;
  readonly lostEstimate?: Bounds;
}

/** P(alive) and expected purchases of customers of one age T over a grid of histories. */
export interface Surface {
  readonly T: number;
  /** x, one per row of the grids. */
  readonly frequency: readonly number[];
  /** t_x, one per column of the grids. */
  readonly recency: readonly number[];
  readonly probabilityAlive: readonly (readonly number[])[];
  readonly expectedPurchases: readonly (readonly number[])[];
  /** A customer of that age without a repeat purchase, for whom recency is 0. */
  readonly noRepeat: { readonly probabilityAlive: number; readonly expectedPurchases: number };
}

/** How worth is spread over the customers. */
export interface Concentration {
  /** Customers by worth; bins of equal width on a logarithmic scale. */
  readonly bins: readonly { readonly low: number; readonly high: number; readonly customers: number }[];
  /** Customers worth less than the first bin holds. */
  readonly below: number;
  readonly median: number;
  readonly mean: number;
  /** The share of all worth held by the top share of customers. */
  readonly top: readonly { readonly customers: number; readonly share: number }[];
}

/** One customer's P(alive) over time. */
export interface AlivePath {
  /** Whether the reader chose the customer. */
  readonly chosen: boolean;
  readonly rank: number;
  readonly customer?: string;
  /**
   * ISO times of the known purchases, with the first one. Long histories have the last few hundred; a base without a
   * log has only the last one.
   */
  readonly purchases: readonly string[];
  /** End of observation. The curve after it assumes that the customer stays silent. */
  readonly until: string;
  readonly points: readonly { readonly date: string; readonly probabilityAlive: number }[];
}

/** One fitted model. */
export interface ModelNumbers {
  readonly title: string;
  readonly source: string;
  readonly customers: number;
  /** Absent, as AIC and BIC are, where the likelihood has no bound. */
  readonly logLikelihood?: number;
  readonly aic?: number;
  readonly bic?: number;
  readonly converged: boolean;
  /** How the parameters' intervals were made. */
  readonly intervals?: IntervalMethod;
  /** How the fit ended, in a sentence. */
  readonly message: string;
  readonly parameters: readonly ParameterNumbers[];
  readonly notices: readonly Notice[];
}

export interface ParameterNumbers {
  readonly symbol: string;
  readonly meaning: string;
  /** Absent when the data do not identify it. */
  readonly value?: number;
  readonly standardError?: number;
  readonly interval?: Bounds;
}
