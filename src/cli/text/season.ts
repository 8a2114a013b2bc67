import type { Season } from "../../data/season.ts";
import { fixed } from "../../number-words.ts";
import type { SeasonFound } from "../../run/season.ts";
import { namedFactors } from "../../season-words.ts";
import { section, table } from "./format.ts";

/** More lines of an index than this are not printed. */
const MOST = 60;

/** The decision of `auto` on the season, and its holdouts. */
export function reportSeasonFound({ findings, trials = [] }: SeasonFound): string {
  if (findings === undefined) return "";
  const percent = (share: number): string => `${fixed(100 * share, 1)} %`;
  const rows = trials.map((trial) => [
    `${trial.split} to ${trial.until}`,
    trial.cycles.join(", "),
    fixed(trial.logLikelihoodGain, 1),
    ...[trial.ofPeriods, trial.ofTotal].flatMap((pair) => pair.map(percent)),
  ]);
  const head = ["holdout", "index", "log-likelihood", "periods without", "with", "total without", "with"];
  return section(
    "Season: error of the forecast without and with it",
    ...(rows.length > 0 ? [table(head, rows, [2, 3, 4, 5, 6]), ""] : []),
    ...findings.map(({ reason }) => `  ${reason}`),
  );
}

/** The indices of a season: how much faster customers buy than on a mean day. */
export function reportSeason(season: Season): string {
  return season
    .map((index) => {
      const rows = namedFactors(index).map(({ name, factor, standardError }) => [
        name,
        fixed(factor, 3),
        standardError === undefined ? "" : fixed(standardError, 3),
      ]);
      const more = rows.length > MOST ? [`  … and ${rows.length - MOST} more`] : [];
      return section(
        `Season by ${index.by}: purchase rate, 1 on average`,
        table(["", "factor", "std. error"], rows.slice(0, MOST), [1, 2]),
        ...more,
      );
    })
    .join("\n");
}
