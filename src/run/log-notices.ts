import { quotedName } from "../data/columns.ts";
import type { Copies } from "../data/copies.ts";
import type { OpenPeriod } from "../data/open-period.ts";
import type { StrayDates } from "../data/stray-dates.ts";
import type { SummaryReport } from "../data/summarize.ts";
import { type Grain, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import type { LogReport } from "../data/transaction-log.ts";
import { show } from "../errors.ts";
import { isoDay as day } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import { count, counted, money, periodText, significant } from "../number-words.ts";
import type { LogReading } from "./customers.ts";
import { nameOf, valueRead } from "./log-reading.ts";
import { note } from "./notice.ts";

/** The notices on a log. */
export function logNotices({ read, summary, grain, reread, whereOf }: LogReading, tested?: Tested): Notice[] {
  const notices: (Notice | false)[] = [
    whereOf !== undefined &&
      note("where", `${count(read.rows)} of ${counted(whereOf, "row")} satisfy the condition of --where.`),
    summary.untilFromLog &&
      note(
        "until-from-log",
        `Observation ends on ${day(summary.lastDay)}, the last date in the log.`,
        "Set another day with --until.",
      ),
    summary.open !== undefined && openNotice(summary.open, summary, grain),
    ...datesNotices(summary),
    summary.until < summary.end &&
      note(
        "split",
        `Customers are known as of ${day(summary.until)}, before the split, and so are fits and scores. The time after it, to ${day(summary.lastDay)}, is the holdout.`,
        "For scores as of the last day, run again without --split.",
      ),
    tested !== undefined &&
      note(
        "split",
        `${tested.made ? "The last quarter of the log is held out: the" : "The"} test fits the models to the time up to ${tested.knownUntil} and compares the forecast with the time after it, to ${day(summary.lastDay)}. For base, model and scores the models are fitted again to the whole log, up to ${day(summary.lastDay)}.`,
        tested.made
          ? "For another holdout use --split. For one model without a test use --model with a name."
          : "For scores as of the split use --score-at split.",
      ),
    read.copies !== undefined && read.copies.rows > 0 && copiesNotice(read.copies),
    read.columns?.value === undefined &&
      note(
        "no-values",
        "The log is read without the value of a purchase, so there is no expected spend and no CLV.",
        "If there is a column with it, name it: --value.",
      ),
    ...(read.returns > 0 ? returnsNotices(read, summary, grain) : []),
    summary.withoutPurchase > 0 &&
      note(
        "without-purchase",
        `${counted(summary.withoutPurchase, "customer")} with no purchase left after returns: not in the base.`,
      ),
    summary.zeroValued > 0 &&
      note("zero-values", `Purchases with the value 0, which count as purchases: ${count(summary.zeroValued)}.`),
    read.roundedValues > 0 && roundingNotice(read),
    ...rejectionNotices(read, summary),
    reread !== undefined &&
      read.rows >= WORTH_SAYING &&
      note("read-row-by-row", `clv read the rows one by one, which is slower: ${reread}.`, "The result is the same."),
  ];
  return notices.filter((notice) => notice !== false);
}

/** With fewer rows than this the difference in time is not noticeable. */
const WORTH_SAYING = 1_000_000;

/** A holdout test of other models than those of the scores. */
export interface Tested {
  /** First day of the holdout. */
  readonly split: string;
  /** Last day of the data to which the models of the test were fitted. */
  readonly knownUntil: string;
  /** Whether the holdout is the last quarter of the log, because the user gave none. */
  readonly made?: boolean;
}

/** An opportunity that was not over when observation ended. */
function openNotice({ start, lastDay, dayBefore }: OpenPeriod, seen: SummaryReport, grain: Grain): Notice {
  return {
    name: "opportunity-not-over",
    severity: "warning",
    message: `The last opportunity, ${periodText(day(start), grain)}, counts, although observation ends on ${day(seen.lastDay)}, before it is over. A customer who has not bought in it yet counts as having missed it: ${seen.until < seen.end ? "the holdout has too few purchases" : "P(alive) is too low"}.`,
    advice: `To leave it out use --until ${day(dayBefore)}. If the log contains all its purchases use --until ${day(lastDay)}.`,
  };
}

/** The notice on rows that equal an earlier one. */
function copiesNotice({ rows, ofWholeOrders }: Copies): Notice {
  const equal = `${counted(rows, "row")} ${rows === 1 ? "is" : "are"} equal to an earlier row in every field, but counted`;
  if (ofWholeOrders === undefined) {
    return note(
      "equal-rows",
      `${equal}: they are copies, or lines of an order.`,
      "If they are lines, name the column of the order: --order. If they are copies, remove them, because their value counts twice.",
    );
  }
  if (ofWholeOrders === 0) return note("equal-rows", `${equal}: lines of orders in which other lines occur once.`);
  return {
    name: "copied-orders",
    severity: "warning",
    message: `${equal}; ${count(ofWholeOrders)} of them are in orders in which every line occurs at least twice.`,
    advice: "If these orders are copies, remove them, because their value counts twice.",
  };
}

/** The notice on dates that may be mistyped. */
function datesNotices({ strayFirst, strayLast, future, end }: SummaryReport): Notice[] {
  const alone = ({ rows, date, next }: StrayDates, end: "first" | "last"): string => {
    const days = counted(Math.abs(date - next) / UNIT_MILLISECONDS.day, "day");
    const side = end === "last" ? "after" : "before";
    return `The ${end} date, ${day(date)}, stands alone, ${days} ${side} ${day(next)}; ${counted(rows, "row")} ${rows === 1 ? "lies" : "lie"} far beyond the others.`;
  };
  const notices: (Notice | undefined)[] = [
    strayLast && {
      name: "last-date-alone",
      severity: "warning",
      message: alone(strayLast, "last"),
      advice: `Every customer is observed up to the last date, so a mistyped date brings forecasts near 0. If it is mistyped, use --until ${day(strayLast.next)}.`,
    },
    strayFirst && {
      name: "first-date-alone",
      severity: "warning",
      message: alone(strayFirst, "first"),
      advice: `If it is a placeholder or mistyped, use --from ${day(strayFirst.next)}.`,
    },
    future === undefined
      ? undefined
      : {
          name: "dates-in-future",
          severity: "warning",
          message: `${counted(future, "row")} with a date after today, up to ${day(end)}.`,
          advice:
            "Every customer is observed up to the last date. If these dates are mistyped, use --until with the last correct date.",
        },
  ];
  return notices.filter((notice) => notice !== undefined);
}

/** The notices on returns. */
function returnsNotices({ returns, value, ...read }: LogReport, summary: SummaryReport, grain: Grain): Notice[] {
  const { returnsUnused, customersReturningAll } = summary.value!;
  const match = read.matchedReturns === true;
  const taken = value!.returns - returnsUnused;
  const from = match ? `purchases of the same ${nameOf(grain)} or earlier` : `purchases of the same ${nameOf(grain)}`;
  const netted = note(
    "returns-netted",
    `Of ${counted(returns, "return")} worth ${money(value!.returns)}, ${money(taken)} lowered ${from}; ` +
      `${counted(summary.cancelledGrains, nameOf(grain))} ended at 0 or below, without a purchase.`,
    "See --returns.",
  );
  const unused: Notice = {
    name: "returns-unused",
    severity: match ? "note" : "warning",
    message:
      `${money(returnsUnused)} of returned value lowered nothing: ` +
      (match ? "no earlier purchase was left to lower." : `it exceeds the value of its ${nameOf(grain)}.`),
    advice: match
      ? "The returned goods may have been bought before the log begins."
      : "If returns come on later days, subtract them from earlier purchases: --returns match.",
  };
  const all: Notice = {
    name: "customers-returning-all",
    severity: "warning",
    message: `${counted(customersReturningAll, "customer")} of the base returned as much as they bought, or more.`,
    advice: match ? "" : "If their returns belong to earlier purchases, use --returns match.",
  };
  return [netted, ...(returnsUnused > 0 ? [unused] : []), ...(customersReturningAll > 0 ? [all] : [])];
}

/** The notice on values too small for millionths of the money unit. */
function roundingNotice({ roundedValues, columns }: LogReport): Notice {
  const title = columns?.value ?? "value";
  const factor = /^[\w ]*$/.test(title) ? quotedName(title) : `(${title})`;
  return {
    name: "rounded-values",
    severity: "warning",
    message: `Rounding to millionths changed ${counted(roundedValues, "value")} below 0.005 by more than 0.01 %.`,
    advice: `Use a smaller unit of money: --value '1000 * ${factor}'.`,
  };
}

function rejectionNotices(read: LogReport, summary: SummaryReport): Notice[] {
  const { rejected, value } = read;
  const byReason = rejected.byReason.map(
    ({ reason, count: n, value: worth, first }): Notice => ({
      name: `rejected-${reason}`,
      severity: "warning",
      message: `${counted(n, "row")} rejected, ${reason}${value !== undefined && worth !== 0 ? `, worth ${money(worth)}` : ""}: ${first.map(({ row, column, value }) => `${row === undefined ? "" : `row ${row}, `}${column} ${show(value)}`).join("; ")}${n > first.length ? "; …" : ""}.`,
      advice: first[0] && first[0].row === undefined ? "They stay in the input." : "--rejected FILE writes them all.",
    }),
  );
  if (rejected.count === 0 || value === undefined) return byReason;
  const all = valueRead(read, summary)!;
  const share = all > 0 && value.rejected > 0 ? `, ${significant((100 * value.rejected) / all, 3)} % of that read` : "";
  const without =
    value.rejectedWithout > 0 ? `; ${count(value.rejectedWithout)} of the rows have no readable value` : "";
  const worth: Notice = {
    name: "value-rejected",
    severity: "warning",
    message: `The ${counted(rejected.count, "rejected row")} ${rejected.count === 1 ? "is" : "are"} worth ${money(value.rejected)}${share}${without}.`,
    advice: "",
  };
  return [...byReason, worth];
}
