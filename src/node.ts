/**
 * `clv/node`: the whole pipeline from files of any size, in Node. DuckDB reads files in place, long computations run in
 * threads, and nothing is written without an output path. The mathematics alone, for columns in memory, is in `clv`.
 */

// Files
export { type Input, openInput, readText } from "./io/input.ts";
export { type Outputs, openOutputs } from "./io/outputs.ts";
// The pipeline
export type { BaseInNumbers } from "./run/base-in-numbers.ts";
export type { GroupInNumbers, GroupsInNumbers } from "./run/by-group.ts";
export { type CheckOptions, type CheckResult, check } from "./run/check.ts";
export type { Engine } from "./run/choose-engine.ts";
export type { CompareOptions } from "./run/compare/asked.ts";
export type { ComparedOutcome, Comparison } from "./run/compare/compared.ts";
export type { ComparedNewcomers } from "./run/compare/newcomers.ts";
export { type CompareResult, compare } from "./run/compare.ts";
export type { CurveRow } from "./run/contracts/curve.ts";
export { type ContractsOptions, type ContractsResult, contracts } from "./run/contracts.ts";
export type { LogReading } from "./run/customers.ts";
export type { SignCount, Signs } from "./run/find-signs.ts";
export { type FitOptions, type FitResult, fit } from "./run/fit.ts";
export type { HoldoutBin, HoldoutInNumbers } from "./run/holdout-in-numbers.ts";
export type { IntervalTotals } from "./run/interval-totals.ts";
export type { MonthsBySegment } from "./run/kpi/by-segment.ts";
export type { KpiOptions } from "./run/kpi/options.ts";
export type { KpiFiles, KpiResult } from "./run/kpi/result.ts";
export { kpi } from "./run/kpi.ts";
export type { LookAhead } from "./run/look-ahead.ts";
export type {
  InputOptions,
  MachineOptions,
  ModelOptions,
  OutputOptions,
  PageOptions,
  PredictOptions,
  RunOptions,
  SegmentColumnOptions,
  Step,
  StepProgress,
  TermOptions,
  TimeOptions,
} from "./run/options.ts";
export { type PlotOptions, type PlotResult, plot } from "./run/plot.ts";
export { predict } from "./run/predict.ts";
export { type ReportOptions, type ReportResult, report } from "./run/report.ts";
export type { Failure, PredictResult, RunResult } from "./run/results.ts";
export { run } from "./run/run.ts";
export type { RunFiles } from "./run/run-files.ts";
export type { ScoresInNumbers } from "./run/scores-in-numbers.ts";
export type { SegmentsInNumbers } from "./run/segment-column.ts";
export type { SegmentValue, SegmentValues, ThreeColumns, ThreeTotals } from "./run/segment-values.ts";
export { type SegmentsOptions, segments } from "./run/segments.ts";
export type { HeldTotal, SegmentHeld, SegmentsHeld } from "./run/segments-held.ts";
export type { SegmentsResult } from "./run/segments-result.ts";
export { type SummarizeLogOptions, type SummarizeResult, summarize } from "./run/summarize.ts";
export type { MomentMove, MomentScheme, TwoMoments } from "./run/two-moments.ts";
export { type SplitResult, type ValidateLogOptions, type ValidateResult, validate } from "./run/validate.ts";
export { type ValueFiles, type ValueOptions, type ValueResult, value } from "./run/value.ts";
export type { OldAndNew, WatchFindings, WatchResult } from "./run/watch/result.ts";
export { type WatchOptions, watch } from "./run/watch.ts";
export type { SegmentMonthRow } from "./segments/segment-month-rows.ts";
export type { SignOf } from "./segments/signs.ts";
