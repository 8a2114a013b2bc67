import { convertHistories } from "../../data/convert-base.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { onCalendar } from "../../fit/on-calendar.ts";
import type { FurtherHorizon } from "../../predict/further-horizon.ts";
import { type HistoryWorth, totalHistories } from "../../predict/history-totals.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { type HistoryScores, type ScoreOptions, scoreHistories, spendLines } from "../../predict/score.ts";
import { groupsOf, labelled, nameInSql, scoreColumns } from "../../predict/score-sheet.ts";
import type { Totals } from "../../predict/totals.ts";
import { worthOf } from "../../predict/worth.ts";
import { termsOfMargin } from "../../predict/worth-formula.ts";
import type { Session } from "../session.ts";
import type { Arranging } from "./arrange.ts";
import type { EngineBase } from "./engine-base.ts";
import type { EngineCosts } from "./engine-costs.ts";
import type { GroupedHistories } from "./histories.ts";
import { AHEAD, historyScores, SPEND_LINE, scoresSql } from "./score-sql.ts";

/** Scored customers as a relation. */
export interface EngineScores {
  /** The relation as SQL: `customer_id`, its `place`, `frequency` and the columns of scores. */
  readonly relation: string;
  readonly hasValue: boolean;
  /** Whether there are net values from a plan of costs. */
  readonly hasNet: boolean;
  /** Whether the model counts opportunities. */
  readonly hasNext: boolean;
  /** The labels of further horizons. */
  readonly labels: readonly string[];
  /** The columns of scores by name. */
  readonly columns: readonly string[];
  readonly options: ScoreOptions;
  /** Adds the scores up, history by history, without a query. */
  totals(): Totals;
}

/** The table of the scores of histories by their keys. */
const HISTORY_SCORES_TABLE = "history_scores";

/** The scores of every history, and the valuation of its customers' purchases. */
export interface ScoredHistories extends HistoryScores {
  readonly grouped: GroupedHistories;
  readonly worth: HistoryWorth | undefined;
  readonly options: ScoreOptions;
  /** The same over further horizons. */
  readonly further: readonly (HistoryScores & FurtherHorizon)[];
}

/** Scores the histories of a base. This part of `score` runs in JavaScript while the database continues to work. */
export function scoreBaseHistories(
  grouped: GroupedHistories,
  fitted: FittedModel,
  options: ScoreOptions,
): ScoredHistories {
  const { horizon, further = [] } = options;
  const { margin, discountRate } = worthOf(options);
  const { histories, unit, spent } = grouped;
  const { until } = grouped.about;
  const timed = onCalendar(fitted, { until, unit: fitted.unit, grain: grouped.grain });
  const own = convertHistories(histories, unit, fitted.unit);
  const over = (ahead: Horizon): HistoryScores => scoreHistories(own, timed, ahead, discountRate);
  const { spend } = fitted;
  const worth =
    spend && spent
      ? { model: spend.model, parameters: spend.parameters, terms: termsOfMargin(margin), spent }
      : undefined;
  return {
    ...over(horizon),
    ...{ grouped, worth, options },
    further: further.map((ahead) => ({ ...over(ahead.horizon), ...ahead })),
  };
}

/**
 * Gives the scores of histories to the customers while these are being sorted. The join runs when the scores are
 * selected.
 *
 * Every score equals that of `score` in memory, to the last bit.
 */
export async function scoreEngineBase(
  session: Session,
  arranging: Arranging,
  { grouped, worth, options, further, ...scores }: ScoredHistories,
  costsOf?: (base: EngineBase) => Promise<EngineCosts>,
): Promise<EngineScores> {
  const hasNext = scores.probabilityAliveNext !== undefined;
  const keys = historyScores(hasNext);
  const labels = further.map(({ label }) => label);
  const lines = worth && spendLines(worth.model, worth.parameters, grouped.histories.frequency);
  await session.load(
    HISTORY_SCORES_TABLE,
    [
      ...grouped.key.columns,
      ...keys.map((key) => nameInSql(key)),
      ...labels.flatMap((label) => AHEAD.map((key) => nameInSql(key, label))),
      ...(lines ? SPEND_LINE : []),
    ],
    [
      ...grouped.keys,
      ...keys.map((key) => scores[key]!),
      ...further.flatMap((ahead) => AHEAD.map((key) => ahead[key])),
      ...(lines ? [lines.constant, lines.slope] : []),
    ],
  );
  const base = await arranging.done;
  const costs = worth && (await costsOf?.(base));
  const sql = scoresSql(session.dialect, base.relation, HISTORY_SCORES_TABLE, grouped.key, {
    ...(worth && { terms: worth.terms }),
    hasNext,
    labels,
    ...(costs && { costs }),
  });
  await session.run(session.dialect.createView("scores", sql));
  const [hasValue, hasNet] = [worth !== undefined, costs !== undefined];
  const present = scoreColumns(...groupsOf(hasValue, hasNet, hasNext));
  const ahead = present.filter((column) => column.ahead);
  const columns = [
    ...present.map(({ name }) => name),
    ...labels.flatMap((label) => ahead.map(({ name }) => labelled(name, label))),
  ];
  const totals = (): Totals => totalHistories(grouped.histories, scores, worth);
  return { relation: "scores", hasValue, hasNet, hasNext, labels, columns, options, totals };
}
