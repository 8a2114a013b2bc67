import { h } from "../dom.ts";
import { aheadText, durationText, settingText } from "../number-text.ts";
import type { ReportData } from "../report-data.ts";
import type { Section } from "./section.ts";
import { lossText } from "./slipping.ts";

/** The definitions of the terms. */
export const definitions: Section = {
  id: "definitions",
  title: "Definitions",
  render: (data) =>
    h(
      "dl",
      {},
      terms(data).map(([term, meaning]) => [h("dt", {}, term), h("dd", {}, meaning)]),
    ),
};

function terms({
  unit,
  grain,
  horizon,
  margin,
  discountRate,
  level,
  slipping,
  dropoutVisible,
  currency,
  worth,
}: ReportData): [string, string][] {
  const counted =
    grain === "none"
      ? "Every transaction counts."
      : `All of a customer's transactions within one ${grain} count as one purchase.`;
  const all: ([string, string] | false)[] = [
    ["Purchase", `${counted} Their values add up.`],
    ["Frequency x", "Repeat purchases: purchases less the first."],
    [
      "Recency t_x",
      `Age of the customer at the last purchase, in ${unit}s since the first; 0 without a repeat purchase.`,
    ],
    ["Age T", `Time from the first purchase to the end of observation, in ${unit}s.`],
    ["Monetary value m", "Mean value per repeat purchase; the first purchase is left out."],
    [
      "P(alive)",
      "The probability that the customer has not left for good, given all purchases and the silence since then. It is inferred, because customers do not announce that they leave.",
    ],
    ["Expected purchases", `Purchases expected in the next ${aheadText(horizon)}, taking P(alive) into account.`],
    [
      "CLV, customer equity",
      `The expected value of a customer in the next ${aheadText(horizon)}, at a margin of ${settingText(margin)}, ${
        discountRate === 0
          ? "not discounted"
          : `discounted at ${settingText(discountRate)} a year from the time of each purchase`
      }. Equity is its sum over all customers known today, without future customers.`,
    ],
    [
      "Estimate interval",
      `Contains the expected number with ${settingText(level)} probability. Only the parameters of the model are uncertain, so it narrows with more data.`,
    ],
    [
      "Outcome interval",
      `Contains the actual number with ${settingText(level)} probability. It includes chance, so it does not narrow to a point with more data.`,
    ],
    dropoutVisible && [
      "Slipping away",
      `Customers who were more likely alive than not, ordered by the loss from their silence. ${lossText(worth)}, times the fall of P(alive) over the last ${durationText(slipping.lookback, unit)}, or since the last purchase if that was later.`,
    ],
    ["Money", currency === undefined ? "In the money unit of the log." : `In ${currency}.`],
  ];
  return all.filter((term) => term !== false);
}
