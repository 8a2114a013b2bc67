import { numbersOf } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import { logInNumbers } from "./log-reading.ts";
import type { RunResult } from "./results.ts";
import { watchInNumbers } from "./watch/result.ts";

/** A run as plain data: the content of `summary.json`. */
export function runInNumbers({
  reading,
  base,
  model,
  tournament,
  season,
  scores,
  intervals,
  groups,
  segments,
  holdout,
  watch,
  notices,
  files,
}: RunResult) {
  return {
    ...{ log: logInNumbers(reading), base, model: numbersOf(model), scores },
    ...given({ tournament, season, intervals, groups, segments, holdout, watch: watch && watchInNumbers(watch) }),
    notices,
    files,
  };
}
