import type { Flag } from "./flag.ts";

const BY_NAME =
  "Purchase model: a name from clv models; or auto, or several names with commas, to compare models and take the best";
const FITTED = `${BY_NAME} (default: bg-nbd)`;
const FITTED_BY_NAME = {
  run: `${BY_NAME} (default: auto, which holds out the last quarter of a long log without --split)`,
  fit: FITTED,
  validate: FITTED,
  value: FITTED,
} as const;

/** Flags for models, segments and draws. */
export const MODEL = {
  renewals: {
    type: "number",
    placeholder: "N",
    help: "Number of renewals in the curve (default: five more than observed)",
    commands: ["contracts"],
  },
  model: {
    type: "text",
    placeholder: "MODEL.json",
    placeholderFor: { run: "NAME", fit: "NAME", validate: "NAME", value: "NAME", segments: "NAME" },
    help: "The fitted model, written by clv fit",
    helpFor: {
      ...FITTED_BY_NAME,
      segments:
        "With --ahead or --scheme tiers, the name of the purchase model to fit; clv models lists them (default: bg-nbd)",
    },
    commands: ["run", "fit", "predict", "validate", "value", "segments", "kpi", "watch", "report", "plot", "simulate"],
  },
  watch: {
    type: "text",
    placeholder: "MODEL.json",
    help: "A model that was fitted some time ago: the page and summary.json say whether it still holds, as clv watch does",
    commands: ["run"],
  },
  season: {
    type: "text",
    placeholder: "SEASON",
    help: "Season of purchases: none, auto, an index by month, week or weekday, or a CSV file (date or month, factor); several with commas (default: none)",
    commands: ["run", "fit", "validate", "value"],
  },
  spendModel: {
    type: "text",
    placeholder: "NAME",
    help: "Spend model to fit; clv models lists them (default: the first listed)",
    commands: ["run", "fit", "validate", "value", "segments"],
  },
  scheme: {
    type: "text",
    placeholder: "NAME|FILE.json",
    help: "The segments to use: micro (recency and orders in 12 periods), recency, rfm (ten named segments), tiers (ranks by expected value), or a file of rules (default: micro)",
    commands: ["segments"],
  },
  segments: {
    type: "text",
    placeholder: "NAME|FILE.json",
    help: "Add a column segment to the scores, and totals by segment with joint intervals. The schemes are those of clv segments: micro, recency, rfm, or a file of rules",
    helpFor: {
      kpi: "Also count each period by the segment at the end of the period before. The schemes are those of clv segments: micro, recency, rfm, or a file of rules",
      validate:
        "Also compare the forecast with the holdout by segment at the split. The schemes are those of clv segments: micro, recency, rfm, or a file of rules",
    },
    commands: ["run", "predict", "validate", "kpi"],
  },
  cuts: {
    type: "text",
    placeholder: "CUTS",
    help: "With --scheme rfm, its cut points: the most periods since the last purchase for R 5 to 2, a slash, the most orders for F 1 to 4 (default: 0,1,3,6/1,2,3,5)",
    helpFor: {
      run: "With --segments rfm, its cut points, such as 0,1,3,6/1,2,3,5",
      predict: "With --segments rfm, its cut points, such as 0,1,3,6/1,2,3,5",
      validate: "With --segments rfm, its cut points, such as 0,1,3,6/1,2,3,5",
      kpi: "With --segments rfm, its cut points, such as 0,1,3,6/1,2,3,5",
    },
    commands: ["segments", "run", "predict", "validate", "kpi"],
  },
  by: {
    type: "text",
    placeholder: "COLUMN",
    placeholderFor: { kpi: "CLOCK" },
    help: "Column of the log, or of --attributes. Each value gets its model (a file such as model-ads.json), scores, holdout and totals; totals of all are joint. No page, season or cluster",
    helpFor: {
      kpi: "Time axis of the cohorts: calendar periods, or age in windows of 30 days since the first purchase (default: calendar)",
    },
    commands: ["run", "kpi"],
  },
  interval: {
    type: "number",
    placeholder: "LEVEL",
    help: "Add estimate and outcome intervals that hold with this probability, e.g. 0.9",
    helpFor: {
      fit: "Add intervals of the parameters that hold with this probability, e.g. 0.9",
      watch: "Probability that a valid model passes each test (default: 0.99)",
      compare: "Probability of the intervals (default: 0.9)",
      validate: "Probability with which intervals should hold (default: 0.9)",
      segments: "Probability with which the intervals of moves hold (default: 0.9)",
      value: "Probability with which intervals hold (default: 0.9)",
      kpi: "Probability with which intervals of segments hold (default: 0.9). With --ahead it also adds outcome intervals for the cohorts",
      report: "Probability with which intervals hold (default: 0.9)",
      plot: "Probability with which intervals hold (default: 0.9)",
    },
    commands: ["run", "fit", "predict", "validate", "value", "compare", "watch", "report", "plot", "segments", "kpi"],
  },
  customers: { type: "number", placeholder: "N", help: "Number of customers to simulate", commands: ["simulate"] },
  seed: {
    type: "number",
    placeholder: "S",
    default: 1,
    help: "Seed of the random numbers",
    commands: [
      "run",
      "predict",
      "validate",
      "value",
      "segments",
      "kpi",
      "compare",
      "watch",
      "report",
      "plot",
      "simulate",
    ],
  },
} as const satisfies Record<string, Flag>;
