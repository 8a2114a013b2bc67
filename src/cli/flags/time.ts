import { PERIODS } from "../../data/periods.ts";
import { GRAINS, UNITS } from "../../data/time-unit.ts";
import { type Flag, LOOKS, READS_LOG, SCORES, SPANS } from "./flag.ts";

/** Flags for units of time, bounds and horizons. */
export const TIME = {
  timeZone: {
    type: "text",
    placeholder: "ZONE",
    default: "UTC",
    help: "IANA time zone of the days, e.g. Europe/Berlin",
    commands: LOOKS,
  },
  from: {
    type: "text",
    placeholder: "DATE",
    help: "First day to use",
    helpFor: { simulate: "First day to simulate" },
    commands: [...SPANS, "check"],
  },
  until: {
    type: "text",
    placeholder: "DATE",
    help: "Last day to use, the end of observation (default: the last date in the log)",
    helpFor: { simulate: "Last day to simulate" },
    commands: [...SPANS, "check"],
  },
  grain: {
    type: "choice",
    choices: GRAINS,
    help: "Period in which all purchases of a customer count as one (default: day)",
    helpFor: { predict: "Period in which all purchases of a customer count as one (default: that of the model)" },
    commands: LOOKS,
  },
  litt: {
    type: "switch",
    help: "Add to the base the column litt, which models of regular purchases need",
    commands: ["summarize"],
  },
  discrete: {
    type: "switch",
    help: "Count ages in whole grains (day, week, month, year). Each is one opportunity for a purchase, as models such as bg-bb need",
    commands: READS_LOG,
  },
  unit: {
    type: "choice",
    choices: UNITS,
    help: "Unit of recency, T and parameters (default: day)",
    helpFor: { predict: "Unit of recency and T (default: that of the model)" },
    commands: LOOKS,
  },
  split: {
    type: "text",
    placeholder: "DATE",
    help: "First day of a holdout: models fitted to the time before it are tested on the time after it",
    helpFor: {
      validate:
        "First day of a holdout, or several days with commas: models fitted to the time before it are tested on the time after it",
    },
    commands: ["run", "summarize", "validate", "value", "report", "plot"],
  },
  scoreAt: {
    type: "choice",
    choices: ["end", "split"],
    default: "end",
    help: "With --split: score customers at the end of the log, with models fitted again to all of it, or at the split, with the tested models",
    commands: ["run"],
  },
  folds: {
    type: "number",
    placeholder: "N",
    help: "Rolling-origin validation, instead of --split: split the second half of the log into N holdouts and fit to everything before each",
    commands: ["validate"],
  },
  horizon: {
    type: "text",
    placeholder: "TIME",
    help: "Length of the forecast: 90d, 52w, 12m, 1y or a last day such as 2026-12-31 (default: 1y, or the holdout)",
    helpFor: {
      run: "Length of the forecast: 90d, 52w, 12m, 1y or a last day such as 2026-12-31; several with commas (default: 1y; with --score-at split the holdout)",
      predict:
        "Length of the forecast: 90d, 52w, 12m, 1y or a last day such as 2026-12-31; several with commas: 1y,2y,3y",
      value: "Length of the forecast: 90d, 52w, 12m, 1y or a last day such as 2026-12-31 (default: 1y)",
      kpi: "With --model, the length of the forecast for the equity: 90d, 52w, 12m, 1y (default: 1y)",
    },
    commands: [...SCORES, "value", "kpi"],
  },
  period: {
    type: "choice",
    choices: PERIODS,
    default: "month",
    help: "Calendar period to count by; a week begins on Monday",
    helpFor: {
      run: "Period of --segments",
      predict: "Period of --segments",
      validate: "Period of --segments",
    },
    commands: ["value", "segments", "kpi", "run", "predict", "validate"],
  },
  since: {
    type: "text",
    placeholder: "DATE",
    help: "Day of the assignment to a group, or first: the first purchase of each customer",
    commands: ["compare"],
  },
  window: {
    type: "text",
    placeholder: "TIME",
    help: "Length of the comparison: 180d, 26w (default: to the end of the log)",
    commands: ["compare"],
  },
  ahead: {
    type: "number",
    placeholder: "N",
    help: "With --model: add a forecast of the cohorts for the next N periods",
    helpFor: {
      segments:
        "Fit a model, test its moves on the last N periods, forecast the moves of the next N, and list early signs",
    },
    commands: ["kpi", "segments"],
  },
  joinUntil: {
    type: "text",
    placeholder: "DATE",
    help: "Last day of a first purchase; the first such day is --from (default: --until)",
    commands: ["simulate"],
  },
} as const satisfies Record<string, Flag>;
