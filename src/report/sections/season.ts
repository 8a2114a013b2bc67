import type { SeasonTrial } from "../../validate/try-season.ts";
import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { seasonFigure } from "../figures/season.ts";
import { seasonTrackingFigure } from "../figures/season-tracking.ts";
import { dateText, percentText } from "../number-text.ts";
import { type Cell, renderTable } from "../table.ts";
import type { Section } from "./section.ts";

/** More factors than this are not shown. */
const MOST = 60;

/** The season: its index, the forecast with and without it, and why it is or is not used. */
export const season: Section = {
  id: "season",
  title: "Seasons",
  render: ({ season, validation }) => {
    if (season === undefined) return undefined;
    const { indices, findings, trials } = season;
    const tracked = validation?.withoutSeason;
    return [
      ...findings.map(({ reason }) => h("p", {}, reason)),
      trials.length > 0 &&
        renderTable({
          caption: "Error of the forecast without and with the season",
          head: ["Holdout", "Index", "Periods, without", "Periods, with", "Total, without", "Total, with"],
          rows: trials.map((trial) => [
            `${dateText(trial.split)} to ${dateText(trial.until)}`,
            trial.cycles.join(", "),
            ...cells(trial),
          ]),
        }),
      ...indices
        .filter(({ factors }) => factors.length > 0 && factors.length <= MOST)
        .map((index) => renderFigure(seasonFigure(index))),
      tracked && renderFigure(seasonTrackingFigure(validation.tracking, tracked, validation.split)),
    ];
  },
};

function cells({ ofPeriods, ofTotal }: SeasonTrial): Cell[] {
  return [...ofPeriods, ...ofTotal].map((share) => ({ value: share, text: percentText(share) }));
}
