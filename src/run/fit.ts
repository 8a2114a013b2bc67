import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import { type ParameterIntervals, requireLevel } from "../fit/interval.ts";
import { selectedSample } from "../fit/selected-sample.ts";
import { given } from "../given.ts";
import { modelToJson } from "../io/model-file.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import { type BaseInNumbers, baseInNumbers } from "./base-in-numbers.ts";
import { undatedNotices } from "./base-options.ts";
import type { Engine } from "./choose-engine.ts";
import { compareModels } from "./compare-models.ts";
import { forModels } from "./competing.ts";
import type { CustomersFromFile, LogReading } from "./customers.ts";
import { fitModels } from "./fit-models.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { chosenModels, fitNotices } from "./models.ts";
import { withCustomers, withLog } from "./open.ts";
import type {
  InputOptions,
  MachineOptions,
  ModelOptions,
  OutputOptions,
  SeasonOptions,
  TimeOptions,
} from "./options.ts";
import { chooseSeason, type SeasonChoice, type SeasonFound, seasonAsked, seasonNotices, withSeason } from "./season.ts";
import { writeRejected } from "./write-rejected.ts";

/** How models are fitted. `output` is the model file, JSON. */
export interface FitOptions
  extends InputOptions,
    TimeOptions,
    ModelOptions,
    SeasonOptions,
    MachineOptions,
    OutputOptions {
  /** Adds intervals of the parameters that hold with this probability. */
  readonly interval?: number;
}

/** A fit, and the customers it was fitted to. */
export interface FitResult {
  readonly name: string;
  readonly engine: Engine;
  /** Absent when the file was a base already. */
  readonly reading?: LogReading;
  readonly base: BaseInNumbers;
  readonly model: FittedModel;
  /** Present if several models competed. */
  readonly tournament?: TournamentInNumbers;
  /** Present if a season was requested. */
  readonly season?: SeasonFound;
  /** Profile-likelihood intervals of the purchase model and of the spend model. */
  readonly intervals?: readonly ParameterIntervals[];
  readonly notices: readonly Notice[];
  readonly files: { readonly model?: string; readonly rejected?: string };
}

/**
 * Fits a purchase model and, where there are values, a spend model to a log or a customer base of any size.
 *
 * @param path as in {@link summarize}; columns frequency, recency and T make it a customer base
 * @throws ClvError `usage` for an unknown model, `data` when the fit has no maximum
 * @example
 * const { model } = await fit("datasets/cdnow-like/log.csv", { unit: "week" });
 * model.purchase.converged; // true
 * model.data.customers; // 2357
 */
export function fit(path: string, options: FitOptions = {}): Promise<FitResult> {
  const { interval: level, output } = options;
  return inRun(options, async (run) => {
    if (level !== undefined) requireLevel(level);
    chosenModels(options);
    const read = forModels(options);
    const asked = await seasonAsked(read);
    const work = async (opened: Run, source: CustomersFromFile, season?: SeasonChoice): Promise<FitResult> => {
      const { step, threads, outputs: open } = opened;
      const { customers, reading } = source;
      const outputs = open(source.files);
      const data = await withSeason(await customers.fitData(), source, season);
      const { names, tournament } = await compareModels(opened, customers, data, read, false);
      const model = await step("Fitting", () => fitModels(threads, data, names));
      if (output !== undefined) await outputs.write(output, [modelToJson(model)]);
      const files = given({ model: output, rejected: await writeRejected(outputs, options, source.rejected) });
      const base = await baseInNumbers(customers, data);
      const { histories, values } = data;
      const profiled = {
        data: { histories, values },
        until: data.about.until,
        fitted: numbersOf(model),
        level: level!,
      };
      const workers = threads.for(base.customers);
      const intervals = level === undefined ? undefined : await workers.run("profiles", profiled);
      await outputs.commit();
      return {
        ...{
          name: source.name,
          engine: source.engine,
          ...given({ reading }),
          base,
          model,
          ...given({ tournament, season: season?.found, intervals }),
        },
        notices: [
          ...(reading ? logNotices(reading) : []),
          ...undatedNotices(read, customers.about, reading === undefined),
          ...(tournament?.notices ?? []),
          ...seasonNotices(season),
          ...selectedSample(base),
          ...fitNotices(model),
        ],
        files,
      };
    };
    if (asked === undefined) return withCustomers(run, path, read, {}, work);
    return withLog(run, path, read, { keep: true }, async (opened, log) => {
      const bounds = summarizeOptions(read);
      const season = await chooseSeason(opened, log, bounds, asked, read);
      return work(opened, { ...log, ...(await log.at(bounds)) }, season);
    });
  });
}
