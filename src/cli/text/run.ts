import type { RunResult } from "../../run/results.ts";
import { reportBase } from "./base.ts";
import { reportFiles } from "./files.ts";
import { reportFits } from "./fit.ts";
import { reportGroups } from "./groups.ts";
import { reportHoldout } from "./holdout.ts";
import { reportIntervals, reportTotalsBySegment } from "./intervals.ts";
import { reportLog } from "./log.ts";
import { reportScores } from "./scores.ts";
import { reportSeason, reportSeasonFound } from "./season.ts";
import { reportTournament } from "./tournament.ts";
import { reportWatch } from "./watch.ts";

/** A run as text. */
export function reportRun(result: RunResult): string {
  const { name, engine, reading, base, model, tournament, season, scores, intervals, groups, holdout, watch, files } =
    result;
  const { segments } = result;
  const parts = [
    reportLog(name, engine, reading),
    reportBase(base),
    tournament && reportTournament(tournament, base.unit),
    season && reportSeasonFound(season),
    reportFits(model),
    model.season && reportSeason(model.season),
    holdout && reportHoldout(holdout, base.unit),
    watch && reportWatch(watch),
    reportScores(scores, base),
    intervals && reportIntervals(intervals, scores.customers),
    groups && reportGroups(groups),
    segments && reportTotalsBySegment(segments),
    reportFiles(files),
  ];
  return parts.filter(Boolean).join("\n");
}
