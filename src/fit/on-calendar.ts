import type { Season } from "../data/season.ts";
import { type Grain, type TimeUnit, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import type { Parameters, PurchaseModel } from "../model.ts";
import { drawNormal } from "../random/draws.ts";
import type { Random } from "../random/random.ts";
import { factorName, type SeasonalModel, seasonalModel } from "./seasonal-model.ts";
import { rootOf } from "./square-root.ts";

/** A fitted purchase model with the season on whose clock it was fitted, if any. */
interface Timed {
  readonly purchase: { readonly model: PurchaseModel };
  readonly season?: Season;
}

/**
 * The same fits with the purchase model on the clock of their season, for customers observed until a given time. Ages
 * and horizons are then those of the calendar. Fits without a season stay as they are.
 *
 * @throws ClvError `data` when there is a season, and no end of observation to place it.
 */
export function onCalendar<F extends Timed>(
  fitted: F,
  { until, unit, grain }: { readonly until?: number | undefined; readonly unit: TimeUnit; readonly grain: Grain },
): F {
  if (fitted.season === undefined) return fitted;
  if (until === undefined) {
    throw new ClvError("data", {
      where: "customer base",
      expected: "the columns first_date and last_date, because the model has a season",
      got: "a base without dates",
      wayOut: "Give the log, or a base that clv summarize wrote.",
    });
  }
  const { model } = fitted.purchase;
  const plain = isSeasonal(model) ? model.plain : model;
  return {
    ...fitted,
    purchase: { ...fitted.purchase, model: seasonalModel(plain, fitted.season, { until, unit, grain }) },
  };
}

/** Whether a model is on the clock of a season. */
export function isSeasonal(model: PurchaseModel): model is SeasonalModel {
  return "calendar" in model;
}

/** The length between two calendar times, in milliseconds, on the clock of a model. */
export function elapsed(model: PurchaseModel, from: number, to: number): number {
  return isSeasonal(model) ? model.calendar.at(to) - model.calendar.at(from) : to - from;
}

/**
 * New customers who are won at any time of the year. Over a year the season averages out, so τ runs at the mean speed
 * of the year ahead. A seasonal model's own `newcomer` is a customer who is new at the end of observation.
 */
export function newcomerAnyTime(model: PurchaseModel, unit: TimeUnit): PurchaseModel["newcomer"] {
  if (!isSeasonal(model)) return (theta) => model.newcomer(theta);
  const year = UNIT_MILLISECONDS.year / UNIT_MILLISECONDS[unit];
  return (theta) => {
    const rate = model.ahead(theta)(year) / year;
    const law = model.plain.newcomer(theta);
    return {
      expected: (t) => law.expected(rate * t),
      discounted: (t, delta) => law.discounted(rate * t, delta / rate),
      counts: (t, nMax) => law.counts(rate * t, nMax),
    };
  };
}

/** Adds draws of the estimated factors to draws of the parameters: ln s ~ N(ln ŝ, C), index by index. */
export function seasonDrawer(season: Season | undefined): (draw: Parameters, random: Random) => Parameters {
  const indices = (season ?? []).flatMap(({ factors, logCovariance }, i) =>
    logCovariance === undefined ? [] : [{ i, factors, root: rootOf(logCovariance) }],
  );
  if (indices.length === 0) return (draw) => draw;
  return (draw, random) => {
    const drawn: Record<string, number> = { ...draw };
    for (const { i, factors, root } of indices) {
      const normals = factors.map(() => drawNormal(random));
      factors.forEach((factor, k) => {
        const shift = root[k].reduce((sum, entry, j) => sum + entry * normals[j], 0);
        drawn[factorName(i, k)] = factor * Math.exp(shift);
      });
    }
    return drawn;
  };
}
