import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import type { BaseInNumbers } from "./base-in-numbers.ts";
import type { GroupsInNumbers } from "./by-group.ts";
import type { Engine } from "./choose-engine.ts";
import type { LogReading } from "./customers.ts";
import type { HoldoutInNumbers } from "./holdout-in-numbers.ts";
import type { IntervalTotals } from "./interval-totals.ts";
import type { RunFiles } from "./run-files.ts";
import type { ScoresInNumbers } from "./scores-in-numbers.ts";
import type { SeasonFound } from "./season.ts";
import type { SegmentsInNumbers } from "./segment-column.ts";
import type { WatchFindings } from "./watch/result.ts";

/** Scores of customers, in total. */
export interface PredictResult {
  readonly name: string;
  readonly engine: Engine;
  /** Absent when the file was a base already. */
  readonly reading?: LogReading;
  readonly model: FittedModel;
  readonly scores: ScoresInNumbers;
  readonly intervals?: IntervalTotals;
  /** With `segments`: what is expected of each. */
  readonly segments?: SegmentsInNumbers;
  readonly notices: readonly Notice[];
  readonly files: { readonly scores?: string; readonly rejected?: string };
}

/** The whole pipeline in numbers. Times are ISO days, ages in `base.unit`, money in the unit of the log. */
export interface RunResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly base: BaseInNumbers;
  readonly model: FittedModel;
  /** Present if several models competed. */
  readonly tournament?: TournamentInNumbers;
  /** Present if a season was requested. */
  readonly season?: SeasonFound;
  readonly scores: ScoresInNumbers;
  /** Intervals of the totals. */
  readonly intervals?: IntervalTotals;
  /** With `by`: the groups of customers. */
  readonly groups?: GroupsInNumbers;
  /** With `segments`: what is expected of each. */
  readonly segments?: SegmentsInNumbers;
  /** With a split. */
  readonly holdout?: HoldoutInNumbers;
  /** With `watch`: whether the old model still holds. */
  readonly watch?: WatchFindings;
  readonly notices: readonly Notice[];
  /** The paths written, by their contents. */
  readonly files: Partial<RunFiles>;
  /** A product that could not be made, although all others were. */
  readonly failure?: Failure;
}

/** A product that could not be made. */
export interface Failure {
  /** E.g. `report.html`. */
  readonly product: string;
  readonly error: unknown;
}
