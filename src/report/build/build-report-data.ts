import { convertBase } from "../../data/convert-base.ts";
import { horizonIn } from "../../predict/horizon.ts";
import type { ReportData } from "../report-data.ts";
import { buildAlivePath } from "./alive-path.ts";
import { baseNumbers } from "./base-numbers.ts";
import { buildConcentration } from "./concentration.ts";
import { customerRows } from "./customer-rows.ts";
import { buildHeadline } from "./headline.ts";
import { modelNumbers } from "./model-numbers.ts";
import { rankWorth } from "./rank-worth.ts";
import type { ReportInput } from "./report-input.ts";
import { buildSlipping } from "./slipping.ts";
import { buildSurface } from "./surface.ts";

/**
 * Brings the results of all steps together as what the page shows.
 *
 * Everything is aggregated here, so that a report of ten million customers is no longer than one of a thousand: what grows with the customers
 * is read once or twice as columns, and only the `top` customers come out one by one.
 *
 * @returns plain numbers, texts and lists of them: what `clv report --json` prints, and `renderReport` draws
 */
export async function buildReportData(input: ReportInput): Promise<ReportData> {
  const { fitted, scores, validation, reading } = input;
  const base = convertBase(input.base, fitted.unit);
  const { model: purchase, parameters: theta } = fitted.purchase;
  const worth = rankWorth(scores);
  await turn();
  const rowsOf = customerRows(input, base, worth);
  const slipping = buildSlipping({ base, purchase, theta, scores, worth, top: input.top });
  await turn();
  const best = worth.best(input.top);
  const told = slipping.customers[0] ?? best.find((customer) => base.frequency[customer] > 0);
  const path =
    told === undefined ? undefined : buildAlivePath(base, told, purchase, theta, await input.purchasesOf?.(told));
  const surface = buildSurface(base, purchase, theta, horizonIn(scores.horizon, fitted.unit));
  await turn();
  const concentration = buildConcentration(worth.descending);
  await turn();
  return {
    subject: input.subject,
    writtenBy: input.writtenBy,
    unit: fitted.unit,
    grain: fitted.grain,
    level: input.level,
    horizon: scores.horizon,
    margin: input.margin,
    discountRate: input.discountRate,
    ...(reading && { reading }),
    base: baseNumbers(base),
    headline: buildHeadline(input, base),
    worth: worth.measure,
    worthMost: best.map(rowsOf),
    slipping: {
      lookback: slipping.lookback,
      lostInAll: slipping.lostInAll,
      rows: slipping.customers.map((customer) => ({
        ...rowsOf(customer),
        probabilityAliveBefore: slipping.before(customer),
        lost: slipping.lost[customer],
      })),
    },
    surface,
    ...(validation && { validation }),
    goodness: input.goodness,
    concentration,
    ...(path && told !== undefined && { path: { ...identityOf(rowsOf(told)), ...path } }),
    models: modelNumbers(input),
    notices: input.notices,
  };
}

/** Lets others have their turn between steps that take as long as there are customers: a signal, the page of who asked. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function identityOf({ rank, customer }: { readonly rank: number; readonly customer?: string }) {
  return { rank, ...(customer !== undefined && { customer }) };
}
