import type { Notice } from "../fit/fit-result.ts";
import { regularityNotices, regularityOf } from "../fit/regularity.ts";
import type { Histories } from "../model.ts";
import { count, counted } from "../number-words.ts";
import { type Contender, hasFewRepeats, type Tournament } from "./tournament-result.ts";

/** A log score higher by this much is very strong evidence for a forecast. It is half of the 10 for BIC. */
const BETTER = 5;
/** If every possible model misses a total on the same side by more than this share, none of them describes it. */
const MISSED = 0.05;
/** The most periods that can count as opportunities of a customer, and the share of them that must have a purchase. */
const MOST_PERIODS = 60;
const USED = 0.25;

/** The notices of a tournament. */
export function tournamentNotices(found: Omit<Tournament, "notices">, histories: Histories): Notice[] {
  return [
    ...agreement(found),
    ...tookPart(found),
    ...betterForecast(found.contenders),
    ...missedByAll(found),
    ...withoutDropout(found.chosen, histories),
    ...notCompared(found.contenders),
    ...passedOver(found, hasFewRepeats(histories)),
    ...regularityNotices(regularityOf(histories), found.chosen.fit.model),
    ...opportunities(histories),
  ];
}

function agreement({ contenders, range }: Omit<Tournament, "notices">): Notice[] {
  const alike = contenders.filter(({ standing }) => standing === "as good").map(({ fit }) => fit.model.title);
  const across =
    range && range.models > 1
      ? `The ${range.models} models within 10 of the least BIC expect ${Math.round(range.low)} to ${Math.round(range.high)} purchases: the choice of the model matters that much.`
      : "";
  if (alike.length > 0) {
    return [
      {
        name: "models-agree",
        severity: "note",
        message: `The data do not distinguish ${listed([contenders[0]!.fit.model.title, ...alike])}: they differ by no more than noise.`,
        advice: across || "Set --horizon to see how far apart their totals are.",
      },
    ];
  }
  return across
    ? [
        {
          name: "model-uncertainty",
          severity: "note",
          message: across,
          advice: "Add this to the intervals, which assume that one model is true.",
        },
      ]
    : [];
}

/** A model that was chosen by a holdout looks a little better in that holdout than it is. */
function tookPart({ contenders, actual }: Omit<Tournament, "notices">): Notice[] {
  if (actual === undefined || contenders.length < 2) return [];
  return [
    {
      name: "holdout-took-part",
      severity: "note",
      message:
        "The holdout took part in the choice of the model. So the error of the chosen model on the holdout is a little smaller than the error to expect later.",
      advice: "clv validate does not use the holdout for the choice, only to judge the forecast.",
    },
  ];
}

function passedOver({ passedOver = [] }: Omit<Tournament, "notices">, few: boolean): Notice[] {
  if (passedOver.length === 0) return [];
  const why = few
    ? "there are too few repeat purchases to show whether customers buy at regular times"
    : "the log-likelihood had already fallen by more than 10, and falls further for more regular purchases";
  return [
    {
      name: "models-passed-over",
      severity: "note",
      message: `${listed(passedOver)} were left out: ${why}.`,
      advice: "A model is always fitted if --model names it.",
    },
  ];
}

/** The holdout may favour another model than the whole log does, because a short past has few long pauses. */
function betterForecast([chosen, ...others]: readonly Contender[]): Notice[] {
  if (chosen?.forecast === undefined) return [];
  const compared = others.filter(({ behind }) => behind !== undefined);
  const [best] = compared.toSorted((a, b) => b.forecast!.logScore - a.forecast!.logScore);
  const lead = best ? best.forecast!.logScore - chosen.forecast.logScore : 0;
  if (lead < BETTER) return [];
  return [
    {
      name: "another-predicted-better",
      severity: "warning",
      message: `${best!.fit.model.title} predicted the purchases of single customers better than ${chosen.fit.model.title}: its log score is ${lead.toFixed(0)} higher.`,
      advice: `Compare both if single customers matter. The chosen model describes the past better, but may take some customers for gone who come back. Totals: ${count(chosen.expected!)} and ${counted(best!.expected!, "purchase")}.`,
    },
  ];
}

function missedByAll({ range, actual }: Omit<Tournament, "notices">): Notice[] {
  if (range === undefined || actual === undefined || actual === 0) return [];
  const [low, high] = [range.low / actual - 1, range.high / actual - 1];
  if (low <= MISSED && high >= -MISSED) return [];
  const percent = (share: number): string => `${share > 0 ? "+" : "−"}${Math.abs(100 * share).toFixed(0)} %`;
  const off = range.models === 1 ? percent(low) : `${percent(low)} to ${percent(high)}`;
  return [
    {
      name: "total-missed-by-all",
      severity: "warning",
      message: `All plausible models missed the total of the holdout, ${counted(actual, "purchase")}: the forecasts are off by ${off}.`,
      advice:
        "No other model corrects this. The page and clv validate name the customers with the largest errors, and say whether the weeks before show a season or a change.",
    },
  ];
}

function withoutDropout({ fit, alive }: Contender, { count }: Histories): Notice[] {
  const customers = count.reduce((sum, n) => sum + n, 0);
  if (alive < customers * (1 - 1e-9)) return [];
  return [
    {
      name: "no-dropout-seen",
      severity: "note",
      message: `No dropout is visible in this log: ${fit.model.title} treats every customer as alive and forecasts from past frequency alone.`,
      advice:
        "P(alive) says nothing here, and the forecast is too high for a long horizon. Observe a longer time, until customers stop buying.",
    },
  ];
}

function notCompared(contenders: readonly Contender[]): Notice[] {
  const left = contenders.filter(({ standing }) => standing === "not compared").map(({ fit }) => fit.model.title);
  if (left.length === 0) return [];
  return [
    {
      name: "models-not-compared",
      severity: "note",
      message: `${listed(left)} could not be compared: the base has no litt, the logarithms of the times between purchases.`,
      advice: "Make the base from the log with --litt, or give a table with a column litt, as BTYDplus writes it.",
    },
  ];
}

/** Whether times are counted in a few periods and customers buy in many of them. Then a period is an opportunity, with at most one purchase. */
function opportunities({ length, frequency, recency, T, count }: Histories): Notice[] {
  let step = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) if (recency[i] > 0) step = Math.min(step, recency[i]);
  let [longest, bought, periods] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    for (const age of [recency[i], T[i]]) if (Math.abs(age / step - Math.round(age / step)) > 1e-9) return [];
    // With more purchases than periods, a period is not one opportunity.
    if (frequency[i] > Math.round(recency[i] / step)) return [];
    longest = Math.max(longest, T[i] / step);
    bought += count[i] * frequency[i];
    periods += (count[i] * recency[i]) / step;
  }
  if (!(longest <= MOST_PERIODS && bought / periods >= USED)) return [];
  return [
    {
      name: "counted-opportunities",
      severity: "note",
      message: `The time has at most ${Math.round(longest)} periods, and up to the last purchase customers bought in ${((100 * bought) / periods).toFixed(0)} % of them.`,
      advice: "If a customer can buy at most once in a period, use BG/BB, which counts opportunities instead of time.",
    },
  ];
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
