import { numbersOf } from "../../fit/fitted-model.ts";
import { given } from "../../given.ts";
import { fit } from "../../run/fit.ts";
import { logInNumbers } from "../../run/log-reading.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportBase } from "../text/base.ts";
import { reportFiles } from "../text/files.ts";
import { reportFits } from "../text/fit.ts";
import { reportLog } from "../text/log.ts";
import { reportParameterIntervals } from "../text/parameter-intervals.ts";
import { reportSeason, reportSeasonFound } from "../text/season.ts";
import { reportTournament } from "../text/tournament.ts";

/** `clv fit LOG|BASE -o MODEL.json`: the models that fit best, and how far they can be trusted. */
export async function fitModel([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { model: named, season: by, spendModel, interval } = options;
  const asked = { ...libraryOptions(options, around), ...given({ model: named, season: by, spendModel, interval }) };
  const { name, engine, reading, base, model, tournament, season, intervals, notices, files } = await fit(path!, asked);
  const parts = [
    reading && reportLog(name, engine, reading),
    reportBase(base),
    tournament && reportTournament(tournament, base.unit),
    season && reportSeasonFound(season),
    reportFits(model),
    model.season && reportSeason(model.season),
    intervals && reportParameterIntervals(intervals, model),
    reportFiles(files),
  ];
  const log = reading && { engine, ...logInNumbers(reading) };
  return {
    report: parts.filter(Boolean).join("\n"),
    summary: {
      ...given({ log }),
      base,
      ...given({ tournament, season }),
      model: numbersOf(model),
      ...given({ intervals }),
      files,
    },
    notices,
  };
}
