import type { TimeUnit } from "../../data/time-unit.ts";
import { count, fixed, significant } from "../../number-words.ts";
import type { ContenderInNumbers, TournamentInNumbers } from "../../validate/tournament-in-numbers.ts";
import { section, table } from "./format.ts";

/** A tournament as text: the models in their order, and the reason for the choice. */
export function reportTournament(tournament: TournamentInNumbers, unit: TimeUnit): string {
  const { contenders, reason, duration, actual } = tournament;
  const hasHoldout = contenders.some(({ forecast }) => forecast);
  const head = ["model", "standing", "log-likelihood", "ΔBIC", "alive"];
  const ahead = duration !== undefined && !hasHoldout;
  const forecast = hasHoldout ? ["expected", "MAE", "RMSE", "log score"] : ahead ? ["expected"] : [];
  const rows = contenders.map((contender) => [
    contender.title,
    contender.standing,
    contender.standing === "not fitted" ? "" : fixed(contender.logLikelihood, 1),
    contender.deltaBic === undefined ? "" : fixed(contender.deltaBic, 1),
    contender.standing === "not fitted" ? "" : count(contender.alive),
    ...(hasHoldout ? forecastOf(contender) : []),
    ...(ahead ? [contender.standing === "not fitted" ? "" : count(contender.expected!)] : []),
  ]);
  const length = duration === undefined ? "" : `${significant(duration)} ${unit}s`;
  const actually =
    actual === undefined
      ? ahead
        ? [`  Expected purchases are those of the next ${length}.`]
        : []
      : [`  Actual purchases in the ${length} of the holdout: ${count(actual)}.`];
  return section(
    "Models compared",
    table([...head, ...forecast], rows, [2, 3, 4, 5, 6, 7, 8]),
    "",
    `  ${reason}`,
    ...actually,
  );
}

function forecastOf({ standing, expected, forecast }: ContenderInNumbers): string[] {
  if (standing === "not fitted" || forecast === undefined || expected === undefined) return ["", "", "", ""];
  return [count(expected), fixed(forecast.mae, 4), fixed(forecast.rmse, 4), fixed(forecast.logScore, 1)];
}
