import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { buildSpendHistories, countHistories } from "../data/histories.ts";
import type { TimeUnit } from "../data/time-unit.ts";
import { replicator } from "../fit/bootstrap.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import { type JointHistories, jointHistories } from "../fit/joint-histories.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { modelsOf } from "../fit/resampled-parameters.ts";
import { takenFrom } from "../io/threads.ts";
import { drawOptions, type IntervalOptions } from "../predict/draw-options.ts";
import { type DrawnPart, drawParts } from "../predict/draw-parts.ts";
import { type HistoryLayout, layHistories } from "../predict/history-layout.ts";
import type { IntervalEnds } from "../predict/interval-ends.ts";
import { type ScoreOptions, type Scores, score } from "../predict/score.ts";
import { checkFit } from "../validate/check-fit.ts";
import type { GoodnessOfFit } from "../validate/goodness-of-fit.ts";
import { type ComparedHoldout, compareHoldout, type HoldoutInLog } from "../validate/validate-holdout.ts";
import { fitToBase, fitToHistories, withModels } from "./models.ts";
import { parameterIntervalsOf } from "./parameter-intervals.ts";

/** A base without ids, and the models fitted to it or to another. */
interface Data {
  readonly base: CustomerBase;
  readonly fitted: FittedModel;
}

/** What threads do: functions of plain data and columns. */
export const JOBS = {
  /** Fits the models of the command to histories. */
  fit: (data: FitData): Promise<FittedModel> => fitToHistories(data),

  /** The same to a base. */
  fitBase: (base: CustomerBase): Promise<FittedModel> => fitToBase(base),

  joint({ base, unit }: { readonly base: CustomerBase; readonly unit: TimeUnit }): JointHistories {
    return jointHistories(convertBase(base, unit));
  },

  /** Those of the replicates with these numbers that are still to be taken, each with its place among them. */
  replicates(input: {
    readonly joint: JointHistories;
    readonly fitted: FittedModel;
    readonly seed: number;
    readonly numbers: readonly number[];
    readonly counter: Int32Array;
  }): { readonly place: number; readonly replicate: ParameterDraw | undefined }[] {
    const { joint, fitted, seed, numbers, counter } = input;
    const replicate = replicator(joint, modelsOf(withModels(fitted)), seed);
    return Array.from(takenFrom(counter, numbers.length), (place) => ({
      place,
      replicate: replicate(numbers[place]!),
    }));
  },

  layout({ base, unit }: { readonly base: CustomerBase; readonly unit: TimeUnit }): HistoryLayout {
    return layHistories(convertBase(base, unit));
  },

  /** Those of the parts that are still to be taken. */
  parts(
    input: Data & {
      readonly options: IntervalOptions;
      readonly layout: HistoryLayout;
      readonly counter: Int32Array;
      readonly ends?: IntervalEnds | undefined;
    },
  ): DrawnPart[] {
    const { base, fitted, options, layout, counter, ends } = input;
    const { purchase, spend } = withModels(fitted);
    const asked = drawOptions(base, fitted, purchase, spend, options);
    return drawParts(asked, layout, takenFrom(counter, layout.parts.length - 1), ends);
  },

  comparison({ base, fitted, inLog }: Data & { readonly inLog: HoldoutInLog }): ComparedHoldout {
    return compareHoldout(base, base.holdout!, withModels(fitted), inLog);
  },

  goodness({ base, fitted }: Data): GoodnessOfFit {
    const { purchase, spend } = withModels(fitted);
    return checkFit(convertBase(base, fitted.unit), fitted, purchase, spend);
  },

  profiles({ base, fitted, level }: Data & { readonly level: number }): ParameterIntervals[] {
    const converted = convertBase(base, fitted.unit);
    const data = { histories: countHistories(converted), values: buildSpendHistories(converted) };
    return parameterIntervalsOf(data, withModels(fitted), level);
  },

  profilesOfHistories(input: {
    readonly data: Pick<FitData, "histories" | "values">;
    readonly fitted: FittedModel;
    readonly level: number;
  }): ParameterIntervals[] {
    return parameterIntervalsOf(input.data, withModels(input.fitted), input.level);
  },

  scores({ base, fitted, options }: Data & { readonly options: ScoreOptions }): Scores {
    const { purchase, spend } = withModels(fitted);
    return score(base, fitted, purchase, spend, options);
  },
};
