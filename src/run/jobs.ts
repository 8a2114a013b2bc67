import { models } from "../../models/index.ts";
import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { countHistories, indexHistories } from "../data/histories.ts";
import type { Cycle } from "../data/season.ts";
import { dayOf, type TimeUnit } from "../data/time-unit.ts";
import { replicator } from "../fit/bootstrap.ts";
import { firmDraws } from "../fit/firm-draws.ts";
import { fit } from "../fit/fit.ts";
import type { FitData } from "../fit/fit-base.ts";
import { bindModels, type FittedModel, type FittedNumbers, numbersOf } from "../fit/fitted-model.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import { type JointHistories, jointHistories } from "../fit/joint-histories.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { takenFrom } from "../io/threads.ts";
import type { Histories, PurchaseModel } from "../model.ts";
import { drawOptions, type Growth, type IntervalOptions, type Segments } from "../predict/draw-options.ts";
import { type DrawnPart, drawParts } from "../predict/draw-parts.ts";
import { growthOf } from "../predict/growth.ts";
import { type HistoryLayout, layHistories } from "../predict/history-layout.ts";
import type { IntervalEnds } from "../predict/interval-ends.ts";
import { type ScoreOptions, type Scores, score } from "../predict/score.ts";
import { type ScoreIntervals, scoreIntervals } from "../predict/score-intervals.ts";
import type { Curve } from "../report/report-data.ts";
import type { TournamentData } from "../validate/actual-by-history.ts";
import { checkFit } from "../validate/check-fit.ts";
import type { GoodnessOfFit } from "../validate/goodness-of-fit.ts";
import { tournament } from "../validate/tournament.ts";
import { type TournamentInNumbers, tournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import { track } from "../validate/tracking.ts";
import { type SeasonTrial, type SeasonTrialData, trySeason } from "../validate/try-season.ts";
import { type ComparedHoldout, compareHoldout, type HoldoutInLog } from "../validate/validate-holdout.ts";
import type { Tracking } from "../validate/validation.ts";
import type { Flow } from "../value/demand.ts";
import { type OutcomesQuestion, periodOutcome } from "../value/period-outcomes.ts";
import { chosenModels, fitNamed, type ModelNames } from "./models.ts";
import { parameterIntervalsOf } from "./parameter-intervals.ts";

/** A base without ids, and a model fitted to it or to another base. */
interface Data {
  readonly base: CustomerBase;
  readonly fitted: FittedNumbers;
}

/** A fitted model with the models of the registry: threads receive the name of a model, not its functions. */
function bound(fitted: FittedNumbers): FittedModel {
  return bindModels(fitted, models);
}

/** The jobs of threads: functions of plain data and columns. */
export const JOBS = {
  /** Fits models to histories. */
  async fit({ data, names }: { readonly data: FitData; readonly names: ModelNames }): Promise<FittedNumbers> {
    return numbersOf(await fitNamed(data, names));
  },

  /** Runs a tournament between the models of these names. */
  tournament({
    data,
    names,
    horizon,
    passOver,
  }: {
    readonly data: TournamentData;
    readonly names: readonly string[];
    readonly horizon: number | undefined;
    readonly passOver: boolean;
  }): TournamentInNumbers {
    return tournamentInNumbers(
      tournament(
        data,
        models.filter(({ name }) => names.includes(name)),
        { passOver, ...(horizon !== undefined && { horizon }) },
      ),
    );
  },

  /** Tries a season on a holdout, with the model of this name. */
  season({
    model,
    data,
    before,
    cycle,
  }: {
    readonly model: string;
    readonly data: SeasonTrialData;
    readonly before: readonly Cycle[];
    readonly cycle: Cycle;
  }): SeasonTrial {
    return trySeason(chosenModels({ model, spendModel: undefined }).purchase, data, before, cycle);
  },

  joint({ base, unit }: { readonly base: CustomerBase; readonly unit: TimeUnit }): JointHistories {
    return jointHistories(convertBase(base, unit));
  },

  /** The replicates with these numbers that no thread has taken yet, each with its place among them. */
  replicates(input: {
    readonly joint: JointHistories;
    /** End of observation of these customers. */
    readonly until: number | undefined;
    readonly fitted: FittedNumbers;
    readonly seed: number;
    readonly numbers: readonly number[];
    readonly counter: Int32Array;
  }): { readonly place: number; readonly replicate: ParameterDraw | undefined }[] {
    const { joint, until, fitted, seed, numbers, counter } = input;
    const { unit, grain } = fitted;
    const replicate = replicator(joint, onCalendar(bound(fitted), { until, unit, grain }), seed);
    return Array.from(takenFrom(counter, numbers.length), (place) => ({
      place,
      replicate: replicate(numbers[place]!),
    }));
  },

  /** Draws of the parameters of firm fits, from a random sample of the customers. */
  firmDraws(input: Data & { readonly ratio: number; readonly count: number; readonly seed: number }): ParameterDraw[] {
    const { base, fitted, ratio, count, seed } = input;
    const { unit, grain } = fitted;
    const fits = onCalendar(bound(fitted), { until: base.until, unit, grain });
    return firmDraws(convertBase(base, unit), fits, ratio, count, seed);
  },

  /** The growth of each segment from a sample to all of the base. Only these few numbers leave the thread. */
  growth(
    input: Data & { readonly segments: Segments; readonly places: Uint32Array; readonly options: ScoreOptions },
  ): Growth[] {
    const { base, fitted, segments, places, options } = input;
    return growthOf(segments, score(base, bound(fitted), options), places);
  },

  layout({ base, unit }: { readonly base: CustomerBase; readonly unit: TimeUnit }): HistoryLayout {
    return layHistories(convertBase(base, unit));
  },

  /** The parts that no thread has taken yet. */
  parts(
    input: Data & {
      readonly options: IntervalOptions;
      readonly layout: HistoryLayout;
      readonly counter: Int32Array;
      readonly ends?: IntervalEnds | undefined;
    },
  ): DrawnPart[] {
    const { base, fitted, options, layout, counter, ends } = input;
    return drawParts(
      drawOptions(base, bound(fitted), options),
      layout,
      takenFrom(counter, layout.parts.length - 1),
      ends,
    );
  },

  /**
   * The purchases of the customers in each period ahead, under the draws that no thread has taken yet, each with its
   * place among them.
   */
  periods(
    input: Data &
      Pick<OutcomesQuestion, "ends" | "groups" | "seed" | "growth"> & {
        readonly draws: readonly ParameterDraw[];
        readonly counter: Int32Array;
      },
  ): { readonly place: number; readonly outcome: Flow[][] | undefined }[] {
    const { base, fitted, draws, counter, ...asked } = input;
    const { unit, grain } = fitted;
    const { purchase, spend } = onCalendar(bound(fitted), { until: base.until, unit, grain });
    const { histories, index } = indexHistories(convertBase(base, unit));
    const question = {
      ...{ ...asked, histories, index, purchase: purchase.model, spend: spend!.model },
      monetaryValue: base.monetaryValue!,
      day: dayOf(grain, unit),
    };
    return Array.from(takenFrom(counter, draws.length), (place) => ({
      place,
      outcome: periodOutcome(question, draws[place]!, place),
    }));
  },

  comparison({ base, fitted, inLog }: Data & { readonly inLog: HoldoutInLog }): ComparedHoldout {
    return compareHoldout(base, base.holdout!, bound(fitted), inLog);
  },

  /** The weekly purchases that models of these names, fitted to the histories, expect. */
  curves(input: {
    readonly base: CustomerBase;
    readonly histories: Histories;
    readonly names: readonly string[];
    readonly inLog: HoldoutInLog;
  }): Curve[] {
    const { base, histories, names, inLog } = input;
    const { observed, weeks, actual } = inLog;
    return names.flatMap((name) => {
      const model = models.find((one): one is PurchaseModel => one.kind === "purchase" && one.name === name);
      if (model === undefined) return [];
      const tracking = track(base, observed.split, weeks, actual, fit(model, histories));
      return [{ model: name, title: model.title, tracking }];
    });
  },

  /** The weekly purchases that the same model expects without its season. */
  flatTracking({ base, fitted, inLog }: Data & { readonly inLog: HoldoutInLog }): Tracking {
    const { observed, weeks, actual } = inLog;
    const own = convertBase(base, fitted.unit);
    return track(own, observed.split, weeks, actual, fit(bound(fitted).purchase.model, countHistories(own)));
  },

  goodness({ base, fitted }: Data): GoodnessOfFit {
    return checkFit(convertBase(base, fitted.unit), bound(fitted));
  },

  profiles(input: {
    readonly data: Pick<FitData, "histories" | "values">;
    readonly until: number | undefined;
    readonly fitted: FittedNumbers;
    readonly level: number;
  }): ParameterIntervals[] {
    const { data, until, fitted, level } = input;
    const { unit, grain } = fitted;
    return parameterIntervalsOf(data, onCalendar(bound(fitted), { until, unit, grain }), level);
  },

  /** The intervals of few customers. */
  intervals({ base, fitted, options }: Data & { readonly options: IntervalOptions }): ScoreIntervals {
    return scoreIntervals(base, bound(fitted), options);
  },

  scores({ base, fitted, options }: Data & { readonly options: ScoreOptions }): Scores {
    return score(base, bound(fitted), options);
  },
};
