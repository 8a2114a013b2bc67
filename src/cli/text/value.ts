import { readableLength, type TimeUnit } from "../../data/time-unit.ts";
import { count, counted, fixed, money } from "../../number-words.ts";
import type { ValuePast } from "../../run/value/past.ts";
import type { GroupPayback } from "../../run/value/payback.ts";
import type { ValueResult } from "../../run/value.ts";
import type { TraitTest } from "../../value/best-customers.ts";
import { moneyOf } from "../../value/exact-sums.ts";
import type { Ranged } from "../../value/new-customer-report.ts";
import type { ShownTier } from "../../value/on-page.ts";
import type { Payback } from "../../value/payback.ts";
import { list, section, table } from "./format.ts";

/** Groups, parts and traits in a table on a terminal. */
const ROWS = 13;

/** The earnings from customers as text. */
export function reportValue(result: ValueResult): string {
  return [
    reportNewcomers(result),
    reportEquity(result),
    reportSensitivity(result),
    reportTiers(result),
    reportDemand(result),
    ...(result.past ? [reportPast(result.past)] : []),
  ].join("\n");
}

function reportNewcomers({ newcomers, horizon, discountRate, level, model }: ValueResult): string {
  const ahead = counted(horizon.amount, horizon.unit);
  const rows = newcomers
    .slice(0, ROWS)
    .map((one) => [
      one.group,
      count(one.customers),
      money(one.acquisitionCost),
      ranged(one.atHorizon.value, money),
      one.atHorizon.ltvToCac ? ranged(one.atHorizon.ltvToCac, (n) => fixed(n, 2)) : "",
      paybackText(one, model.unit),
    ]);
  const head = ["group", "customers", "CAC", `brings in ${ahead}`, "LTV:CAC", "payback"];
  const rate = `${fixed(100 * discountRate, 1)} % discount a year`;
  return section(
    `A new customer: ${ahead}, ${rate}`,
    table(head, rows, [1, 2, 3, 4, 5]),
    `  "brings" is the most to pay for a customer who must pay it back within ${ahead}. Intervals at ${percent(level)}.`,
    ...newcomers.slice(0, ROWS).flatMap(neverText),
  );
}

function paybackText({ payback: { estimate, draws } }: GroupPayback, unit: TimeUnit): string {
  const text = paybackWords(estimate, unit);
  if (estimate.kind !== "after" || draws === undefined) return text;
  const { amount } = readableLength(estimate.time, unit);
  const end = (time: number): string => (Number.isFinite(time) ? fixed((time * amount) / estimate.time, 1) : "later");
  return `${text} (${end(draws.low)} to ${end(draws.high)})${estimate.beyond ? ", beyond the data" : ""}`;
}

function paybackWords(payback: Payback, unit: TimeUnit): string {
  switch (payback.kind) {
    case "first order":
      return "with the first order";
    case "after":
      return lengthText(payback.time, unit);
    case "never":
      return "never";
    case "not within":
      return `not within ${fixed(payback.time, 0)} ${unit}s`;
  }
}

function lengthText(time: number, own: TimeUnit): string {
  const { amount, unit } = readableLength(time, own);
  return `${fixed(amount, 1)} ${unit}s`;
}

function neverText({ group, payback: { draws } }: GroupPayback): string[] {
  const never = draws ? draws.share.never + draws.share.notWithin : 0;
  return never > 0 ? [`  ${group}: ${percent(never)} of the draws never pay back, or not within ten years.`] : [];
}

function reportEquity({ equity, level }: ValueResult): string {
  const { horizons, coming, whole } = equity;
  const rows = horizons.map(({ horizon, ...at }) => [counted(horizon.amount, horizon.unit), ranged(at, money)]);
  const parts = Object.entries(equity.by).flatMap(([name, all]) =>
    all.length > 1
      ? [
          [`by ${name}`, ""],
          ...all.slice(-ROWS).map((part) => [`  ${part.name}`, ranged({ ...part, estimate: part.equity }, money)]),
        ]
      : [],
  );
  const below =
    whole.negative.customers === 0
      ? []
      : [`  ${counted(whole.negative.customers, "customer")} below 0, ${money(whole.negative.sum)} in all.`];
  const others = coming ? [comingText(coming)] : [];
  return section(
    `Customer equity, intervals at ${percent(level)}`,
    table(["within", "equity"], [...rows, ...parts], [1]),
    ...below,
    ...others,
  );
}

function comingText({ customers, equity }: NonNullable<ValueResult["equity"]["coming"]>): string {
  return customers === 0
    ? "  No customer was won in the last complete months, so no future customers are counted."
    : `  ${counted(customers, "customer")} to come, at the rate of the last complete months: ${money(equity)} less the cost of winning them.`;
}

const LEVERS: Readonly<Record<string, string>> = { dropout: "1 % fewer dropouts" };

function reportSensitivity({ sensitivity }: ValueResult): string {
  const rows = sensitivity.map(({ lever, change, share }) => [
    LEVERS[lever] ?? `1 % more ${lever}`,
    money(change),
    share === undefined ? "" : `${fixed(100 * share, 2)} %`,
  ]);
  return section("Change of the equity from a 1 % change", table(["lever", "change", "of equity"], rows, [1, 2]));
}

function reportTiers({ tiers }: ValueResult): string {
  // Shares of a sum have no meaning if some terms are negative.
  const shared = tiers.tops.some(({ share }) => share !== undefined);
  const rows = tiers.tops.map(({ above, upTo, customers, threshold, value, share }) => [
    rankText(above, upTo),
    count(customers),
    money(threshold),
    money(moneyOf(value)),
    ...(shared ? [share === undefined ? "" : percent(share)] : []),
  ]);
  const smallest = tiers.smallest.map(
    ({ share, customers }) =>
      `  ${counted(customers, "customer")} ${customers === 1 ? "holds" : "hold"} ${percent(share)}.`,
  );
  return section(
    "Tiers by net CLV",
    table(["by rank", "customers", "at least", "net CLV", ...(shared ? ["share"] : [])], rows, [1, 2, 3, 4]),
    ...smallest,
  );
}

function reportDemand({ demand: { period, rows, lastOffBy } }: ValueResult): string {
  const shown = rows
    .slice(0, ROWS)
    .map(({ from, until, purchases, value, contribution, coming, cumulative }) => [
      from,
      until,
      ranged(purchases, (n) => fixed(n, 0)),
      money(value.estimate),
      ranged(contribution, money),
      coming ? money(coming.contribution) : "",
      ranged(cumulative.contribution, money),
    ]);
  const head = ["from", "until", "purchases", "value", "contribution", "of new customers", "contribution to date"];
  const off = lastOffBy?.purchases;
  const last =
    off === undefined
      ? []
      : [
          `  At the split the total of purchases was ${percent(Math.abs(off))} too ${off < 0 ? "low" : "high"}; the same may be true of this forecast.`,
        ];
  return section(`Demand by ${period}, from the present customers`, table(head, shown, [2, 3, 4, 5, 6]), ...last);
}

function reportPast({ split, tiers, best, formulas }: ValuePast): string {
  const offs = formulas.classical.map(
    ({ title, offBy, absent }) => [title, offBy === undefined ? (absent ?? "") : signed(offBy)] as const,
  );
  const model = formulas.model === undefined ? [] : [["the model", signed(formulas.model)] as const];
  const traits = best.traits
    .filter(({ without }) => without.of > 0)
    .sort((a, b) => a.p - b.p)
    .slice(0, ROWS);
  const known = traits.map((test) => [
    traitText(test),
    shareText(test.withTrait),
    shareText(test.without),
    test.adjusted < 0.001 ? "< 0.001" : fixed(test.adjusted, 3),
  ]);
  return [
    reportTiersTested(
      split,
      tiers.map(({ value, also, ...tier }) => ({
        ...tier,
        ...{ expected: moneyOf(value), actual: moneyOf(also["contribution"]!) },
      })),
    ),
    section("Revenue of the holdout: error", list([...model, ...offs])),
    section(
      `Early traits: share of the top ${percent(best.top)} of the holdout`,
      table(["trait", "with it", "without it", "p, adjusted"], known, [1, 2, 3]),
    ),
  ].join("\n");
}

/** The tiers at a split, beside the actual holdout. */
export function reportTiersTested(split: string, tiers: readonly ShownTier[]): string {
  const rows = tiers.map(({ above, upTo, customers, expected, actual }) => [
    rankText(above, upTo),
    count(customers),
    money(expected),
    money(actual),
  ]);
  return section(
    `Contribution by tiers of net CLV at the split ${split}`,
    table(["by rank", "customers", "expected", "actual"], rows, [1, 2, 3]),
  );
}

function rankText(above: number, upTo: number): string {
  return above === 0 ? `top ${percent(upTo)}` : `${percent(above)} to ${percent(upTo)}`;
}

function traitText({ name, trait }: TraitTest): string {
  if ("is" in trait) return `${name}: ${trait.is}`;
  const [side, bound] = "atLeast" in trait ? ["at least", trait.atLeast] : ["at most", trait.atMost];
  return `${name} ${side} ${Number.isInteger(bound) ? count(bound) : fixed(bound, 2)}`;
}

function shareText({ hits, of }: { readonly hits: number; readonly of: number }): string {
  return of === 0 ? "" : `${percent(hits / of)} of ${count(of)}`;
}

function ranged({ estimate, low, high }: Ranged, text: (n: number) => string): string {
  return low === undefined || high === undefined ? text(estimate) : `${text(estimate)} (${text(low)} to ${text(high)})`;
}

function signed(part: number): string {
  return `${part > 0 ? "+" : ""}${fixed(100 * part, 1)} %`;
}

function percent(share: number): string {
  const whole = 100 * share;
  return `${fixed(whole, Number.isInteger(Math.round(whole * 1e6) / 1e6) ? 0 : 1)} %`;
}
