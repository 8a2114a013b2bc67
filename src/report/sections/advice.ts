import { counted } from "../../number-words.ts";
import { h } from "../dom.ts";
import { aheadText, countText, inCurrency, largeText, percentText } from "../number-text.ts";
import type { Bounds, Quantity, ReportData } from "../report-data.ts";
import type { Section } from "./section.ts";

/** Three sentences of advice. */
export const advice: Section = {
  id: "advice",
  title: "What to do",
  render: (data) =>
    h(
      "ol",
      { class: "advice" },
      [plan(data), keep(data), call(data)].map((sentence) => h("li", {}, sentence)),
    ),
};

/** With fewer customers than this, halves are not compared. */
const FEW_CALLS = 4;
/** A total of the holdout with a larger error is not fit for planning. */
const USABLE = 0.1;

function plan({ headline: { purchases, equity }, horizon, validation, currency }: ReportData): string {
  const compared = equity ? (validation?.value ?? validation?.purchases) : validation?.purchases;
  const { totalError } = compared?.predictors[0] ?? {};
  const quantity = equity ?? purchases;
  const what = equity
    ? `a value of ${inCurrency(largeText(equity.value), currency)}`
    : `${largeText(purchases.value)} purchases`;
  const expected = `${what} from today's customers in the next ${aheadText(horizon)}`;
  if (totalError !== undefined && Math.abs(totalError) > USABLE) {
    return `Do not plan with this forecast. It expects ${expected}, but in the holdout it was ${percentText(Math.abs(totalError))} too ${totalError < 0 ? "low" : "high"}.`;
  }
  const between = range(quantity, equity && currency);
  if (totalError === undefined) return `Plan with ${expected}${between}. First test such a forecast with --split.`;
  return `Plan with ${expected}${between}: in the holdout the error of the forecast was ${percentText(Math.abs(totalError))}.`;
}

function range({ outcome, estimate }: Quantity, currency: string | undefined): string {
  const end = (value: number) => inCurrency(largeText(value), currency);
  const text = ({ low = 0, high }: Bounds) => (high === undefined ? "" : `, between ${end(low)} and ${end(high)}`);
  return outcome ? text(outcome) : estimate ? text(estimate) : "";
}

function keep({ concentration: { top }, worth, base }: ReportData): string {
  const tenth = top.find(({ customers }) => customers === 0.1) ?? top[0];
  const count = Math.max(1, Math.round(tenth.customers * base.customers));
  return `Look after the best ${countText(count)} customers first. They are 10% of all customers and account for ${percentText(tenth.share)} of the expected ${worth === "value" ? "value" : "purchases"}; the best are listed below.`;
}

function call({ dropoutVisible, slipping: { rows, cameBack, cameBackSince } }: ReportData): string {
  if (!dropoutVisible) {
    return "Do not pursue silent customers: the data do not show that any customer has left. Choose customers to contact by expected purchases and value.";
  }
  if (rows.length === 0) return "No customer needs a call now: the data show no loss from silence.";
  const then = cameBackSince ?? (cameBack && { ...cameBack, listed: rows.length });
  const anyway = then
    ? ` Of such a list, ${countText(then.customers)} of ${countText(then.listed)} came back anyway.`
    : "";
  if (rows.length < FEW_CALLS) return `Call the ${counted(rows.length, "customer")} slipping away.${anyway}`;
  return `Call half of the ${countText(rows.length)} customers slipping away, chosen at random. The difference between the halves shows the value of a call.${anyway}`;
}
