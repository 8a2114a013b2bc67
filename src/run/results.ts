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

/** The whole way in numbers. Times are ISO days, ages in `base.unit`, money in the unit of the log. */
export interface RunResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly base: BaseInNumbers;
  readonly model: FittedModel;
  /** Where several models competed. */
  readonly tournament?: TournamentInNumbers;
  /** Where a season was asked for. */
  readonly season?: SeasonFound;
  readonly scores: ScoresInNumbers;
  /** Of the totals. */
  readonly intervals?: IntervalTotals;
  /** With `by`: the groups of customers. */
  readonly groups?: GroupsInNumbers;
  /** With `segments`: what is expected of each. */
  readonly segments?: SegmentsInNumbers;
  /** With a split. */
  readonly holdout?: HoldoutInNumbers;
  readonly notices: readonly Notice[];
  /** The paths written, by their contents. */
  readonly files: Partial<RunFiles>;
  /** A product that could not be made, while all others were. */
  readonly failure?: Failure;
}

/** A product that could not be made. */
export interface Failure {
  /** E.g. `report.html`. */
  readonly product: string;
  readonly error: unknown;
}
