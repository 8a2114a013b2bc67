import type { FirstWindow } from "../compare/first-window.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import type { Words } from "../data/first-words.ts";
import type { LogPeriods, Period } from "../data/periods.ts";
import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import type { SummarizeOptions, SummaryReport } from "../data/summarize.ts";
import type { Grain, TimeUnit } from "../data/time-unit.ts";
import type { LogReport } from "../data/transaction-log.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { Outputs } from "../io/outputs.ts";
import type { RejectedRows } from "../io/rejected-rows.ts";
import type { CohortClock, CohortCounts, FirstDays } from "../months/cohort-counts.ts";
import type { BestCustomer } from "../predict/best-customer.ts";
import type { ScoreOptions, Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import type { CustomerStates, StatesQuestion } from "../segments/customer-states.ts";
import type { Runs, StateQuestion } from "../segments/state.ts";
import type { GroupedHistories } from "../sql/steps/histories.ts";
import type { ScoredHistories } from "../sql/steps/score-engine-base.ts";
import type { TournamentData } from "../validate/actual-by-history.ts";
import type { Origin } from "../validate/rolling-origins.ts";
import type { HoldoutInLog } from "../validate/validate-holdout.ts";
import type { CustomerCosts } from "../value/assign-costs.ts";
import type { NetTotals } from "../value/net-values.ts";
import type { Engine } from "./choose-engine.ts";
import type { KeptColumn } from "./kept-columns.ts";
import type { PlanAsked } from "./plan.ts";

/** Customers, in memory or as a relation in a database. The pipeline uses them only through this interface. */
export interface Customers {
  readonly about: AboutCustomers;
  /** The distinct histories, sorted, with the total spent in each. */
  histories(): Promise<GroupedHistories>;
  /** The same with the distinct spend histories: all data that a fit needs. */
  fitData(): Promise<FitData & GroupedHistories>;
  /**
   * Begins to sort the customers by their ids, for `write` and `score`, while this thread computes. Resolves once
   * sorting has begun.
   */
  sort(): Promise<void>;
  /** Begins to write the base. Resolves once writing has begun. */
  write(outputs: Outputs, path: string): Promise<Writing>;
  /** Gives the scores of histories to their customers, with net values if there is a plan of costs. */
  score(fitted: FittedModel, byHistory: ScoredHistories, plan?: PlanAsked): Promise<ScoredCustomers>;
  /** Takes scores that were made in memory, in the order of the ids, with the costs behind their net values. */
  hand(scores: Scores, fitted: FittedModel, options: ScoreOptions, costs?: CustomerCosts): Promise<ScoredCustomers>;
  /** The costs of every customer, in the order of their ids. */
  costs(plan: PlanAsked): Promise<CustomerCosts>;
  /** The word of every customer in a column of the log, or of the table beside it, in the order of their ids. */
  words(column: string): Promise<Words>;
  /**
   * Purchases in the holdout by repeat purchases before it, ascending. Customers with {@link MANY} or more are one
   * group.
   */
  holdoutByFrequency(): Promise<readonly HoldoutGroup[]>;
  /** These histories, and the purchases of a holdout by history: all that a tournament of models needs. */
  tournamentData(grouped: GroupedHistories): Promise<TournamentData>;
  /** All customers as columns in memory, in the order of their ids, for work that needs them one by one. */
  inMemory(): Promise<CustomerBase>;
  /** The same without the ids, which take longest to fetch. */
  columns(): Promise<CustomerBase>;
  /** The ids that {@link inMemory} gives to the customers at these places. */
  idsAt(places: readonly number[]): Promise<readonly string[]>;
  /**
   * The ids of some of the customers that {@link inMemory} names after their places. Present where ids stay on a
   * cluster and a page shows the ids of some customers.
   */
  namesOf?(places: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Frees everything but the log, when only {@link LogFacts} is still needed. */
  release(): Promise<void>;
}

/** The facts about all customers together. */
export interface AboutCustomers {
  readonly customers: number;
  readonly unit: TimeUnit;
  readonly grain: Grain;
  /** First purchase and end of observation in milliseconds since 1970; absent in a base without dates. */
  readonly from?: number;
  readonly until?: number;
  readonly holdout?: { readonly duration: number; readonly newCustomers?: number };
}

/** A table that is being written. */
export interface Writing {
  readonly done: Promise<unknown>;
}

/** The customers of one frequency, and their purchases in the holdout. */
export interface HoldoutGroup {
  readonly frequency: number;
  readonly customers: number;
  readonly actual: number;
}

/** Customers with this many repeat purchases or more are one group, as in Fader, Hardie & Lee (2005), figure 6. */
export const MANY = 7;

/** Customers with their scores. */
export interface ScoredCustomers {
  /** The costs of a plan that no customer got, and the oddities of the plan; absent without a plan. */
  readonly plan?: Pick<CustomerCosts, "spentOnNobody" | "notices">;
  /** Adds the ends of intervals to the scores. */
  addIntervals(intervals: ScoreIntervals, customers: readonly string[]): Promise<void>;
  /** Adds a column of words after all others, one word for every customer in the order of the ids. */
  addWords(column: KeptColumn): Promise<void>;
  /**
   * Begins to write the scores, if there is a path, and to find the most valuable customers. Resolves once this has
   * begun.
   *
   * @param columns the columns to write, in their order; all when left out
   */
  write(outputs: Outputs, path: string | undefined, columns?: readonly string[]): Promise<WritingScores>;
}

/** Scores that are being written. */
export interface WritingScores {
  /** Resolves to the most valuable customers, in descending order, when the file is written. */
  readonly best: Promise<readonly BestCustomer[]>;
  /** With a plan of costs, the sums of the net values and the customers with the least net CLV of those below 0. */
  readonly net?: Promise<NetFound>;
}

/** Net values added up. */
export interface NetFound {
  readonly totals: NetTotals;
  readonly negative: readonly NegativeCustomer[];
}

/** A customer whose orders ahead have a negative contribution. */
export interface NegativeCustomer {
  readonly customer: string;
  readonly netClv: number;
}

/** The number of such customers listed. */
export const NEGATIVE = 10;

/** A log or a customer base that is open. */
export interface Source {
  /** Its name in errors. */
  readonly name: string;
  readonly engine: Engine;
  /** The input files; none of them may be written. */
  readonly files: readonly string[];
  readonly rejected: RejectedRows;
}

/** A log in memory or in a database. It gives its customers as of one time after another. */
export interface Log extends Source {
  /** The customers under these bounds. They replace those of the previous call. */
  at(bounds: SummarizeOptions): Promise<CustomersOfLog>;
  /**
   * The same log in memory, for customers at many times: they do not replace those of {@link at}. Absent, or undefined,
   * where the rows stay in the database. Called after `at`.
   */
  inMemory?(): Promise<Log | undefined>;
  /** Splits at rolling origins. */
  origins(folds: number, bounds: SummarizeOptions): Promise<Origin[]>;
}

/** The customers of a log, and the counts of its rows. */
export interface CustomersOfLog {
  readonly customers: Customers;
  readonly reading: LogReading;
  /** Absent where the log is not kept: its rows were read once, and are no longer there. */
  readonly facts?: LogFacts;
}

/** The counts of the rows of a log. */
export interface LogReading {
  readonly read: LogReport;
  readonly summary: SummaryReport;
  readonly grain: Grain;
  /** The reason why the rows were read one by one, which is slower, if they were. */
  readonly reread?: string;
  /** The number of rows of the log, if a condition (`where`) selected some of them. */
  readonly whereOf?: number;
}

/** The log behind customers, for facts that the base does not hold. */
export interface LogFacts {
  /** With a split. */
  holdout(): Promise<HoldoutInLog | undefined>;
  /** The repeat purchases of these customers by day, with those of a holdout. */
  repeats(): Promise<RepeatsByDay>;
  /** The periods of the calendar that were observed. */
  periods(period: Period): LogPeriods;
  /** The purchases of the customers of each cohort, by period or by window of age. */
  cohorts(periods: LogPeriods, clock: CohortClock): Promise<CohortCounts>;
  /** The runs of customers from purchase to purchase that begin up to the period `until`. */
  runs(question: StateQuestion & { readonly until: number }): Promise<Runs>;
  /** The facts that determine the segment of each customer at the end of each period, in the order of the ids. */
  states(question: StatesQuestion): Promise<CustomerStates[]>;
  /** The customers by the day of their first purchase. */
  firstDays(): Promise<FirstDays>;
  /** The purchases of each customer in the first days from the first purchase on, in the order of the ids. */
  firstWindow(days: number): Promise<FirstWindow>;
  /**
   * Days from the first purchase of each customer to the second, which may be in a holdout, in the order of the ids;
   * NaN without a second purchase.
   */
  daysToSecond(): Promise<Float64Array>;
  /** The purchase times of a customer, given by the place in the order of the ids. */
  purchasesOf(base: CustomerBase, customer: number): readonly number[] | Promise<readonly number[]>;
}

/** The customers of LOG|BASE: summarised from a log, or read from a base. */
export interface CustomersFromFile extends Source {
  readonly customers: Customers;
  /** The log; absent when the file was a base already. */
  readonly log?: Log;
  readonly reading?: LogReading;
  readonly facts?: LogFacts;
  /** Whether the file is a base with holdout columns, which were not read. */
  readonly holdoutUnread?: boolean;
}
