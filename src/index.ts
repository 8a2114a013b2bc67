/**
 * `clv`: from a transaction log to customers that are alive, their purchases and their lifetime value.
 *
 * Everything here is pure and runs in Node and in a browser; files are opened and written by `clv/node`.
 */

// Models, and the contract of a model
export {
  bgBb,
  bgNbd,
  cnbd,
  gammaGamma,
  ggompertzNbd,
  mbgNbd,
  models,
  nbd,
  paretoNbd,
  regularModels,
} from "../models/index.ts";
export type { DataObjective, Evaluation, Objective } from "./model/objective.ts";
export type { Future, Newcomer } from "./model/future.ts";
export type {
  Heterogeneity,
  Histories,
  HistoryColumns,
  Limit,
  Link,
  Model,
  Parameter,
  Parameters,
  PurchaseModel,
  SpendHistories,
  SpendModel,
  Statistic,
} from "./model.ts";
export type { Line } from "./model/future-total.ts";

// Contracts (sBG): from cohorts to the retention curve and discounted lifetimes
export {
  type Contracts,
  contractsOf,
  sbgChurn,
  sbgDiscountedLifetime,
  sbgDiscountedResidualLifetime,
  sbgObjective,
  sbgRetention,
  sbgSurvival,
} from "../models/index.ts";
export { type ContractsBand, contractsBands } from "./fit/contracts-bands.ts";
export { type ContractsFit, fitContracts } from "./fit/fit-contracts.ts";

// From a log to a customer base
export { convertBase } from "./data/convert-base.ts";
export { type CsvOptions, type CsvTable, openCsv } from "./data/csv/table.ts";
export type { CustomerBase, Holdout } from "./data/customer-base.ts";
export { buildHistories, buildSpendHistories, countHistories } from "./data/histories.ts";
export { type BaseOptions, readCustomerBase } from "./data/read-customer-base.ts";
export { type ReadOptions, readTransactions } from "./data/read-transactions.ts";
export type { Rejection, RejectionReason, RejectionReport } from "./data/rejection.ts";
export { purchaseTimes } from "./report/build/purchase-times.ts";
export { type SummarizeOptions, type Summary, type SummaryReport, summarize } from "./data/summarize.ts";
export type { Grain, TimeUnit } from "./data/time-unit.ts";
export type { ReadReport, Transaction, TransactionLog } from "./data/transaction-log.ts";

// Seasons: a clock for the business
export {
  type Cycle,
  periodOfDay,
  type Season,
  type SeasonClock,
  type SeasonIndex,
  seasonClock,
} from "./data/season.ts";
export { readSeason } from "./data/season-file.ts";
export type { RepeatsByDay } from "./data/repeats-by-day.ts";
export { countRepeats } from "./validate/count-weeks.ts";
export { estimateSeason, type SeasonFit } from "./fit/estimate-season.ts";
export { type Observed, type SeasonalModel, seasonalModel } from "./fit/seasonal-model.ts";

// Fits
export { type Bootstrap, type BootstrapOptions, bootstrap, bootstrapIntervals } from "./fit/bootstrap.ts";
export { fit } from "./fit/fit.ts";
export { fitBase } from "./fit/fit-base.ts";
export type { Estimate, Fit, FitNumbers, Notice } from "./fit/fit-result.ts";
export {
  bindModels,
  type Fingerprint,
  type Fits,
  type FittedModel,
  type FittedNumbers,
  type FittedParameters,
  numbersOf,
} from "./fit/fitted-model.ts";
export type { Interval, IntervalMethod, ParameterInterval, ParameterIntervals } from "./fit/interval.ts";
export { type JointHistories, jointHistories } from "./fit/joint-histories.ts";
export type { ParameterDraw } from "./fit/parameter-draws.ts";
export { profileIntervals } from "./fit/profile.ts";
export { type Regularity, regularityOf } from "./fit/regularity.ts";
export { type WiderScore, widerScore } from "./fit/wider.ts";
export { resampledParameters } from "./fit/resampled-parameters.ts";
export { waldIntervals } from "./fit/wald.ts";

// Scores
export type { Coverage, HoldoutCoverage } from "./predict/coverage.ts";
export type { ActualTotals, IntervalOptions, Segments } from "./predict/draw-options.ts";
export { expectedPurchases, futureOf, type OneFuture } from "./predict/future-of.ts";
export { type FurtherHorizon, horizonLabel } from "./predict/further-horizon.ts";
export { type Horizon, horizonIn, parseHorizon } from "./predict/horizon.ts";
export type { IntervalColumns, IntervalEnds } from "./predict/interval-ends.ts";
export {
  type FurtherScores,
  type NetValues,
  type ScoreOptions,
  type Scores,
  score,
  type ValueScores,
} from "./predict/score.ts";
export { type ScoreIntervals, scoreIntervals } from "./predict/score-intervals.ts";
export type { SegmentTotals, TotalInterval } from "./predict/segment-totals.ts";
export { SCORE_SHEET, type ScoreColumn } from "./predict/score-sheet.ts";
export { type Totals, totalScores } from "./predict/totals.ts";
export type { Percentage, WorthOptions } from "./predict/worth.ts";
export { type OrderTerms, worth } from "./predict/worth-formula.ts";

// Choosing a model
export { type ActualByHistory, type TournamentData, tournamentData } from "./validate/actual-by-history.ts";
export { type Choice, chooseModel, modelsNamed } from "./validate/choose-model.ts";
export { type TournamentOptions, tournament } from "./validate/tournament.ts";
export type { Contender, Forecast, Standing, Tournament } from "./validate/tournament-result.ts";

// Validation
export { checkFit } from "./validate/check-fit.ts";
export type { GoodnessOfFit, Histogram } from "./validate/goodness-of-fit.ts";
export { type Origin, rollingOrigins } from "./validate/rolling-origins.ts";
export { type ValidateOptions, validate } from "./validate/validate.ts";
export type { Comparison, PredictorResult, Tracking, Validation } from "./validate/validation.ts";

// Earnings from customers
export { assignCosts, type CostedCustomers, type CustomerCosts, cohortMonths } from "./value/assign-costs.ts";
export { type BestOptions, bestCustomers, type MeasureProfile, type TraitTest } from "./value/best-customers.ts";
export { type ClassicalBaseline, classicalBaselines, classicalCounts } from "./value/classical-baselines.ts";
export { orderOverChurn, orderTimesLifespan, retentionMultiple } from "./value/classical-formulas.ts";
export { costPerPurchase } from "./value/cost-per-purchase.ts";
export { type Demand, type DemandOptions, demand } from "./value/demand.ts";
export {
  arrivalsLike,
  type CustomerEquity,
  crossed,
  customerEquity,
  equityInterval,
  futureEquity,
} from "./value/equity.ts";
export { decimalOf, type ExactSums, exactSums, moneyOf } from "./value/exact-sums.ts";
export { firstValueDraws } from "./value/first-value-draws.ts";
export { netValues, totalNetValues, type ValuedCustomers } from "./value/net-values.ts";
export { discountedAway, lastingValue, type NewCustomer, newCustomerValue } from "./value/new-customer.ts";
export { type PaybackInterval, paybackInterval, type ValueAtAge, valueAtAges } from "./value/new-customer-report.ts";
export { breakEvenOrder, orderTerms } from "./value/order-terms.ts";
export { isBeyond, ltvToCac, type Payback, payback } from "./value/payback.ts";
export { COHORT_MONTH, type OrderCosts, type Plan, planDocument, readPlan } from "./value/plan.ts";
export { planWith } from "./value/plan-flags.ts";
export { planNotices } from "./value/plan-notices.ts";
export { type Sensitivity, sensitivity } from "./value/sensitivity.ts";
export { smallestSets, type Tier, tiersByRank, topCustomers } from "./value/tiers.ts";

// Simulated logs
export { type SimulateOptions, simulateTransactions } from "./predict/simulate-log.ts";
export type { Random } from "./random/random.ts";
export { seeded } from "./random/seeded.ts";

// Tables as CSV text, models as JSON text
export { customerBaseCsv } from "./io/customer-base-csv.ts";
export { logCsv } from "./io/log-csv.ts";
export { modelFromJson, modelToJson } from "./io/model-file.ts";
export { type RejectedRow, rejectedCsv } from "./io/rejected-csv.ts";
export { scoresCsv } from "./io/scores-csv.ts";

// Errors
export { ClvError } from "./errors.ts";
// Segments
export { type Chain, type ChainTerms, chainValue } from "./segments/chain.ts";
export { midRankScores } from "./segments/rfm.ts";
