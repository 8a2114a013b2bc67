import { convertBase } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { MILLION } from "../../data/decimal.ts";
import { indexHistories } from "../../data/histories.ts";
import { totalsOf } from "../../data/repeat-spend.ts";
import { customersAt } from "../../data/sample-customers.ts";
import { DAY, inUnits } from "../../data/time-unit.ts";
import { isoDay } from "../../fit/fingerprint.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import type { ParameterDraw } from "../../fit/parameter-draws.ts";
import { ascending } from "../../math/ranks.ts";
import { sumNumbers } from "../../math/sum.ts";
import type { Histories } from "../../model.ts";
import type { Deviations } from "../../predict/deviations.ts";
import { spendOf } from "../../predict/history-totals.ts";
import { horizonIn } from "../../predict/horizon.ts";
import { STEP } from "../../validate/count-weeks.ts";
import type { HoldoutInLog } from "../../validate/validate-holdout.ts";
import { betweenDays, nodesAmong } from "../../watch/between-days.ts";
import { type Checkpoint, reachOfAll } from "../../watch/verdict.ts";
import { deviationsOfAll, jointDraws } from "../draws.ts";
import type { Run } from "../in-run.ts";
import { withoutIds } from "../workers.ts";

/** The number of days up to which purchases are compared with their limits. */
const CHECKPOINTS = 12;

/**
 * Purchases since the fit and their value, at the ends of weeks and at the last day. The limits of the purchases are
 * simultaneous for all these days, and so are those of the value.
 */
export async function checkpointsOf(
  { step, threads }: Run,
  base: CustomerBase,
  { observed: { split, end }, weeks, actual, value }: HoldoutInLog,
  fitted: FittedModel,
  {
    level,
    seed,
    parameters: made,
    atEnd,
    most = CHECKPOINTS,
  }: {
    readonly level: number;
    readonly seed: number;
    /** Draws of the parameters, if already made. */
    readonly parameters?: readonly ParameterDraw[];
    /** The deviations on the last day, if already known. */
    readonly atEnd?: Deviations;
    /** The most days. */
    readonly most?: number;
  },
): Promise<Checkpoint[]> {
  const { duration, frequency } = base.holdout!;
  const { monetaryValue: m } = base.holdout!;
  const brought = m && sumNumbers(totalsOf(frequency, m)) / MILLION;
  const before = base.frequency.reduce((sum, x) => sum + x, 0);
  const points: { until: number; time: number; actual: number; value: number }[] = [];
  let [sum, worth] = [-before, 0];
  for (let k = 0; k < weeks.count; k++) {
    sum += actual[k]!;
    worth += value?.[k] ?? 0;
    const until = weeks.from + (k + 1) * STEP;
    const time = inUnits(until - split, base.unit);
    if (time > 0 && time < duration) points.push({ until: until - DAY, time, actual: sum, value: worth });
  }
  const last = { actual: frequency.reduce((all, n) => all + n, 0), value: brought ?? 0 };
  points.push({ until: end, time: duration, ...last });
  const shown = points.filter((_, k) => (points.length - 1 - k) % Math.ceil(points.length / most) === 0);
  const workers = threads.for(base.length);
  const reach = reachOfAll(level, shown.length);
  const { histories, index } = indexHistories(convertBase(base, fitted.unit));
  const spend = value && m ? spendByHistory(base, fitted, histories, index) : undefined;
  const future = fitted.purchase.model.future(histories)(fitted.purchase.parameters);
  return step("Drawing limits", async () => {
    const own = fitted.data.customers === base.length && fitted.data.repeatPurchases === before;
    const parameters = made ?? (await jointDraws(workers, base, fitted, seed, own));
    const drawn = inOrderOfValue(base);
    const nodes = nodesAmong(shown.map(({ time }) => time)).map((k) => shown[k]!.time);
    const deviations: Deviations[] = [];
    for (const amount of atEnd ? nodes.slice(0, -1) : nodes) {
      const horizon = { amount, unit: base.unit };
      deviations.push(await deviationsOfAll(workers, drawn, fitted, { horizon, seed, parameters }));
    }
    if (atEnd) deviations.push(atEnd);
    const ofPurchases = betweenDays(
      nodes,
      deviations.map(({ purchases }) => purchases),
    );
    const ofValue = betweenDays(
      nodes,
      deviations.map(({ value: of }) => of ?? 0),
    );
    return shown.map(({ until, time, actual, value: worthThen }) => {
      const each = future.expected(horizonIn({ amount: time, unit: base.unit }, fitted.unit));
      const expected = sumNumbers(each.map((n, k) => n * histories.count[k]!));
      const limits = (of: number, deviation: number) => ({
        expected: of,
        low: Math.max(0, of - reach * deviation),
        high: of + reach * deviation,
      });
      return {
        ...{ until: isoDay(until), actual, ...limits(expected, ofPurchases(time)) },
        ...(spend &&
          deviations[0]!.value !== undefined && {
            value: { actual: worthThen, ...limits(sumNumbers(each.map((n, h) => n * spend[h]!)), ofValue(time)) },
          }),
      };
    });
  });
}

/**
 * The customers in the order of their mean value. Those who share a history are then drawn in this order, which does
 * not depend on their ids.
 */
function inOrderOfValue(base: CustomerBase): CustomerBase {
  const { frequency, monetaryValue } = base;
  if (monetaryValue === undefined) return base;
  // The mean is of repeat purchases only.
  const m = monetaryValue.map((value, k) => (frequency[k]! > 0 ? value : 0));
  return customersAt(withoutIds(base), ascending([m], m.length));
}

/**
 * Σ of the expected value of a purchase over the customers of each history; undefined without a spend model that has a
 * mean. Sums are of whole millionths, so the order of customers has no effect.
 */
function spendByHistory(
  { frequency, monetaryValue }: CustomerBase,
  { spend }: FittedModel,
  histories: Histories,
  index: Uint32Array,
): Float64Array | undefined {
  if (spend === undefined || monetaryValue === undefined) return undefined;
  const spent = new Float64Array(histories.length);
  totalsOf(frequency, monetaryValue).forEach((total, k) => {
    spent[index[k]!]! += total;
  });
  const { model, parameters } = spend;
  const each = spendOf(histories.frequency, histories.count, { model, parameters, spent });
  return each.every(Number.isFinite) ? each : undefined;
}
