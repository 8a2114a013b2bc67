import { toMillionths } from "../data/decimal.ts";
import { type LogPeriods, periodClock } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { TIERS, TIERS_NAME, tierPlaces } from "../segments/model-segments.ts";
import type { Moves } from "../segments/moves.ts";
import { type Members, movesOfMembers, NOWHERE } from "../segments/moves-of-members.ts";
import type { SegmentRules } from "../segments/scheme.ts";
import type { Log } from "./customers.ts";
import { logAtEndOf } from "./customers-then.ts";
import { fitModels, hasBuyers } from "./fit-models.ts";
import type { Run } from "./in-run.ts";
import { momentOf } from "./moment.ts";
import { note } from "./notice.ts";
import type { ModelOptions, TimeOptions } from "./options.ts";

/** The scheme of a model: customers by the rank of their expectation. */
export const TIER_SCHEME: SegmentRules = {
  name: TIERS_NAME,
  segments: TIERS.map((name) => ({
    name,
    inWords: "by rank of the value expected within a year; ties are never split",
  })),
};

/**
 * The tiers of customers at the end of each complete period, from models fitted to the data up to then, and the moves
 * between them.
 *
 * @param first the first complete period, and `last` the last one
 * @throws ClvError `data` where a model can be fitted at the end of fewer than two periods
 */
export async function tiersThroughTime(
  run: Run,
  log: Log,
  options: TimeOptions & ModelOptions,
  periods: LogPeriods,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<{ readonly moves: Moves; readonly notices: readonly Notice[] }> {
  const clock = periodClock(periods.period);
  const places = new Map<string, number>();
  const members: Members[] = [];
  let period = last;
  for (; period >= first; period--) {
    const here = await run.step(`Ranking ${clock.labelOf(period)}`, () =>
      membersAt(run, log, options, periods, period, last, places),
    );
    if (here === undefined) break;
    members.unshift(here);
  }
  if (members.length < 2) {
    throw new ClvError("data", {
      where: log.name,
      expected: `two ${periods.period}s at whose end a model can be fitted`,
      got: members.length,
      wayOut: "Use --scheme recency or rfm, which need no model.",
    });
  }
  const begins = period + 1;
  const late = note(
    "tiers-begin",
    `Tiers begin with ${clock.labelOf(begins)}: at the end of ${clock.labelOf(period)} there were too few repeat purchases for a model.`,
  );
  const ranks = note(
    "tiers-are-ranks",
    "Tiers are ranks, with a model for each time. A customer can also move because others are expected to buy more or less.",
  );
  return { moves: movesOfMembers(members, TIERS.length, begins), notices: [ranks, ...(begins > first ? [late] : [])] };
}

/** The customers at the end of a period; undefined where no model can be fitted to them. */
async function membersAt(
  run: Run,
  log: Log,
  options: TimeOptions & ModelOptions,
  periods: LogPeriods,
  period: number,
  last: number,
  places: Map<string, number>,
): Promise<Members | undefined> {
  const { customers } = await logAtEndOf(log, { options, periods }, period, period < last ? period + 1 : undefined);
  const data = await customers.fitData();
  if (!hasBuyers(data)) return undefined;
  const names = { model: options.model, spendModel: options.spendModel };
  const fitted = await fitModels(run.threads, data, names).catch((error: unknown) => {
    if (error instanceof ClvError && error.kind === "data") return undefined;
    throw error;
  });
  if (fitted === undefined) return undefined;
  const base = await customers.inMemory();
  if (period === last) for (const id of base.customers) places.set(id, places.size);
  const tiers = tierPlaces((await momentOf(run, base, fitted)).worth);
  const segment = new Int32Array(places.size).fill(NOWHERE);
  const [orders, worth] = [new Float64Array(places.size), new Float64Array(places.size)];
  base.customers.forEach((id, k) => {
    const place = places.get(id);
    // A later return may have cancelled the only purchase of a customer.
    if (place === undefined) return;
    segment[place] = tiers[k]!;
    if (base.holdout === undefined) return;
    orders[place] = base.holdout.frequency[k]!;
    if (orders[place] > 0 && base.holdout.monetaryValue)
      worth[place] = toMillionths(orders[place] * base.holdout.monetaryValue[k]!);
  });
  return { segment, orders, worth };
}
