import { convertBase } from "../../data/convert-base.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { ClvError } from "../../errors.ts";
import { onCalendar } from "../../fit/on-calendar.ts";
import { selectedSample } from "../../fit/selected-sample.ts";
import { horizonIn } from "../../predict/horizon.ts";
import { namedFactors } from "../../season-words.ts";
import type { ShownMoves } from "../../segments/on-page.ts";
import type { ReportData } from "../report-data.ts";
import { buildAlivePath } from "./alive-path.ts";
import { baseNumbers } from "./base-numbers.ts";
import { boundsOf } from "./bounds.ts";
import { buildConcentration } from "./concentration.ts";
import { customerRows } from "./customer-rows.ts";
import { findSlipping } from "./find-slipping.ts";
import { buildHeadline } from "./headline.ts";
import { modelNumbers } from "./model-numbers.ts";
import { rankWorth } from "./rank-worth.ts";
import type { ReportInput } from "./report-input.ts";
import type { SureLoss } from "./slipping-draws.ts";
import { buildSurface } from "./surface.ts";
import { titleOf } from "./title.ts";

/**
 * Builds the numbers of the page from the results of all steps.
 *
 * Everything is aggregated here, so the report of ten million customers is no longer than that of a thousand. Columns of customers are read
 * once or twice, and only the `top` customers are listed one by one.
 *
 * @returns plain numbers, texts and lists of them, which `clv report --json` prints and `renderReport` shows
 */
export async function buildReportData(input: ReportInput): Promise<ReportData> {
  const { fitted, scores, validation, reading } = input;
  const base = convertBase(input.base, fitted.unit);
  const { model: purchase, parameters: theta } = onCalendar(fitted, base).purchase;
  const chosen = input.history === undefined ? undefined : customerNamed(input.history, input.base);
  const worth = rankWorth(scores);
  await turn();
  const { slipping, cameBack } = findSlipping(input, worth);
  await turn();
  const best = worth.best(input.top);
  const example = chosen ?? slipping.customers[0] ?? best.find((customer) => base.frequency[customer] > 0);
  const shown = [...new Set([...best, ...slipping.customers, ...(example === undefined ? [] : [example])])];
  const rowsOf = await customerRows(input, base, worth, shown);
  const path =
    example === undefined
      ? undefined
      : buildAlivePath(base, example, purchase, theta, await input.purchasesOf?.(example));
  const surface = buildSurface(base, purchase, theta, horizonIn(scores.horizon, fitted.unit));
  await turn();
  const concentration = buildConcentration(worth.descending);
  await turn();
  const numbers = baseNumbers(base);
  const headline = buildHeadline(input, base);
  return {
    subject: input.subject,
    title: input.title ?? titleOf(input.subject),
    ...(input.currency !== undefined && { currency: input.currency }),
    writtenBy: input.writtenBy,
    unit: fitted.unit,
    grain: fitted.grain,
    level: input.level,
    horizon: scores.horizon,
    margin: input.margin,
    discountRate: input.discountRate,
    ...(reading && { reading }),
    ...(input.months && { months: input.months }),
    ...(input.watched && { watched: input.watched }),
    ...(input.moves && { moves: withoutIds(input.moves, input.anonymous) }),
    ...(input.value && { value: input.value }),
    base: numbers,
    headline,
    dropoutVisible: headline.aliveAgain.value <= VISIBLE * numbers.repeatBuyers && numbers.repeatBuyers > 0,
    worth: worth.measure,
    worthMost: best.map(rowsOf),
    slipping: {
      lookback: slipping.lookback,
      lostInAll: slipping.lostInAll,
      rows: slipping.customers.map((customer) => ({
        ...rowsOf(customer),
        probabilityAliveBefore: slipping.before(customer),
        lost: slipping.lost[customer],
        ...sureNumbers(slipping.sure?.get(customer)),
      })),
      ...(slipping.inconclusive !== undefined && { inconclusive: slipping.inconclusive }),
      ...(cameBack && { cameBack }),
      ...(input.cameBackSince && { cameBackSince: input.cameBackSince }),
    },
    surface,
    ...(validation && { validation }),
    goodness: input.goodness,
    concentration,
    ...(path &&
      example !== undefined && { path: { ...identityOf(rowsOf(example)), chosen: chosen !== undefined, ...path } }),
    ...seasonOf(input),
    ...(input.tournament && { tournament: input.tournament }),
    models: modelNumbers(input),
    notices: [...selectedSample(numbers), ...input.notices],
  };
}

/** The season on the page, if one was requested. */
function seasonOf({ fitted, seasonFound }: ReportInput): Pick<ReportData, "season"> {
  if (fitted.season === undefined && seasonFound === undefined) return {};
  const indices = (fitted.season ?? []).map((index) => ({ by: index.by, factors: namedFactors(index) }));
  return { season: { indices, findings: seasonFound?.findings ?? [], trials: seasonFound?.trials ?? [] } };
}

/**
 * Yields between steps whose time grows with the number of customers, so that signals and the caller's page are not
 * blocked.
 */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** The share of living repeat buyers above which P(alive) is printed as >99.9% and distinguishes no customers. */
const VISIBLE = 0.999;

function sureNumbers(sure: SureLoss | undefined) {
  return sure && { aliveEstimate: boundsOf(sure.alive), lostEstimate: boundsOf(sure.lost) };
}

function customerNamed(id: string, { customers }: CustomerBase): number {
  const place = customers.indexOf(id);
  if (place >= 0) return place;
  throw new ClvError("usage", {
    where: "history",
    expected: "the id of a customer of the base, as it is written there",
    got: id,
    wayOut: "The column of ids in the scores file holds all of them.",
  });
}

function identityOf({ rank, customer }: { readonly rank: number; readonly customer?: string }) {
  return { rank, ...(customer !== undefined && { customer }) };
}

/** The moves, with the ids of customers or without. */
function withoutIds(moves: ShownMoves, anonymous: boolean): ShownMoves {
  return anonymous ? { ...moves, signs: moves.signs.map(({ customer: _, ...sign }) => sign) } : moves;
}
