import type { Flag } from "./flag.ts";

const BY_NAME =
  "The purchase model: a name (clv models lists them), or auto or several names with commas, to compare models and take the best";
const FITTED = `${BY_NAME} (default: bg-nbd)`;
const FITTED_BY_NAME = {
  run: `${BY_NAME} (default: auto, which holds out the last quarter of a long log without --split)`,
  fit: FITTED,
  validate: FITTED,
  value: FITTED,
} as const;

/** Which models, segments and draws. */
export const MODEL = {
  renewals: {
    type: "number",
    placeholder: "N",
    help: "Renewals in the curve (default: five beyond those observed)",
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
  season: {
    type: "text",
    placeholder: "SEASON",
    help: "The season of purchases: none, auto, or an index by month, week or weekday, or from a CSV file (date or month, factor), several with commas (default: none)",
    commands: ["run", "fit", "validate", "value"],
  },
  spendModel: {
    type: "text",
    placeholder: "NAME",
    help: "The spend model to fit; clv models lists them (default: the first listed)",
    commands: ["run", "fit", "validate", "value", "segments"],
  },
  scheme: {
    type: "text",
    placeholder: "NAME|FILE.json",
    help: "How customers are cut: micro (recency and orders in a window of 12 periods), recency, rfm (ten named segments), tiers (ranks by the value that a model expects), or a file of rules (default: micro)",
    commands: ["segments"],
  },
  segments: {
    type: "text",
    placeholder: "NAME|FILE.json",
    help: "Adds a column segment to the scores, and totals by segment with joint intervals: micro, recency, rfm, or a file of rules, as clv segments takes them",
    helpFor: {
      kpi: "Counts the months by segment at the end of the period before too: micro, recency, rfm, or a file of rules, as clv segments takes them",
      validate:
        "Compares the forecast with the holdout by segment at the split too: micro, recency, rfm, or a file of rules, as clv segments takes them",
    },
    commands: ["run", "predict", "validate", "kpi"],
  },
  cuts: {
    type: "text",
    placeholder: "CUTS",
    help: "With --scheme rfm, its cut points: most periods since the last purchase for R 5 to 2, a slash, most orders for F 1 to 4 (default: 0,1,3,6/1,2,3,5)",
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
    help: "Column of the log, or of --attributes: a model (a file each: model-ads.json), scores, holdout and totals for the customers of each value, and joint totals of all; no page, season or cluster",
    helpFor: {
      kpi: "The clock of the cohorts: calendar, its periods, or age, windows of 30 days of every customer's own (default: calendar)",
    },
    commands: ["run", "kpi"],
  },
  interval: {
    type: "number",
    placeholder: "LEVEL",
    help: "Intervals that hold with this probability, e.g. 0.9: of each estimate, and of what will come",
    helpFor: {
      fit: "Intervals of the parameters that hold with this probability, e.g. 0.9",
      watch: "Probability that a model which holds passes each test (default: 0.99)",
      compare: "Probability of the intervals (default: 0.9)",
      validate: "Probability with which intervals should hold (default: 0.9)",
      segments: "Probability with which the intervals of moves hold (default: 0.9)",
      value: "Probability with which intervals hold (default: 0.9)",
      kpi: "Probability of intervals: of segments (default: 0.9), and with --ahead of what the cohorts will have bought, drawn only where it is given",
      report: "Probability with which intervals hold (default: 0.9)",
      plot: "Probability with which intervals hold (default: 0.9)",
    },
    commands: ["run", "fit", "predict", "validate", "value", "compare", "watch", "report", "plot", "segments", "kpi"],
  },
  customers: { type: "number", placeholder: "N", help: "Customers to draw", commands: ["simulate"] },
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
