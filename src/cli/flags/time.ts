import { PERIODS } from "../../data/periods.ts";
import { GRAINS, UNITS } from "../../data/time-unit.ts";
import { type Flag, LOOKS, READS_LOG, SCORES, SPANS } from "./flag.ts";

/** How time is counted, and how far it is looked ahead. */
export const TIME = {
  timeZone: {
    type: "text",
    placeholder: "ZONE",
    default: "UTC",
    help: "IANA zone in which a day begins and ends, e.g. Europe/Berlin",
    commands: LOOKS,
  },
  from: {
    type: "text",
    placeholder: "DATE",
    help: "First day used",
    helpFor: { simulate: "First day drawn" },
    commands: [...SPANS, "check"],
  },
  until: {
    type: "text",
    placeholder: "DATE",
    help: "Last day used, the end of observation (default: the last date in the log)",
    helpFor: { simulate: "Last day drawn" },
    commands: [...SPANS, "check"],
  },
  grain: {
    type: "choice",
    choices: GRAINS,
    help: "Purchases of a customer within one grain count as one (default: day)",
    helpFor: { predict: "Purchases of a customer within one grain count as one (default: the model's)" },
    commands: LOOKS,
  },
  litt: {
    type: "switch",
    help: "Add litt, by which regular models are compared, to the base",
    commands: ["summarize"],
  },
  discrete: {
    type: "switch",
    help: "Count ages in whole grains (day, week, month, year), each an opportunity for one purchase, for models that count them, such as bg-bb",
    commands: READS_LOG,
  },
  unit: {
    type: "choice",
    choices: UNITS,
    help: "The unit of recency, T and parameters (default: day)",
    helpFor: { predict: "The unit of recency and T (default: the model's)" },
    commands: LOOKS,
  },
  split: {
    type: "text",
    placeholder: "DATE",
    help: "First day of a holdout: models fitted on the time before it are tested on the time after it",
    helpFor: {
      validate:
        "First day of a holdout, or several parted by commas: models fitted on the time before it are tested on the time after it",
    },
    commands: ["run", "summarize", "validate", "value", "report", "plot"],
  },
  scoreAt: {
    type: "choice",
    choices: ["end", "split"],
    default: "end",
    help: "With --split, when customers are scored: at the end of the log, by models fitted again on all of it, or at the split, by the models of the test",
    commands: ["run"],
  },
  folds: {
    type: "number",
    placeholder: "N",
    help: "Instead of --split: the second half of the log in so many holdouts, each with all before it to fit on",
    commands: ["validate"],
  },
  horizon: {
    type: "text",
    placeholder: "TIME",
    help: "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31 (default: 1y, or the holdout)",
    helpFor: {
      run: "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31; several with commas (default: 1y; with --score-at split the holdout)",
      predict:
        "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31; several with commas: 1y,2y,3y",
      value: "How far to look ahead: 90d, 52w, 12m, 1y or a last day such as 2026-12-31 (default: 1y)",
      kpi: "With --model, over which time the equity is expected: 90d, 52w, 12m, 1y (default: 1y)",
    },
    commands: [...SCORES, "value", "kpi"],
  },
  period: {
    type: "choice",
    choices: PERIODS,
    default: "month",
    help: "The period of the calendar that is counted by; a week begins on Monday",
    helpFor: {
      run: "The period of --segments",
      predict: "The period of --segments",
      validate: "The period of --segments",
    },
    commands: ["value", "segments", "kpi", "run", "predict", "validate"],
  },
  since: {
    type: "text",
    placeholder: "DATE",
    help: "Day of the assignment to a group; or first: from every customer's first purchase on",
    commands: ["compare"],
  },
  window: {
    type: "text",
    placeholder: "TIME",
    help: "Over which time groups are compared: 180d, 26w (default: to the end of the log)",
    commands: ["compare"],
  },
  ahead: {
    type: "number",
    placeholder: "N",
    help: "With --model: fill the cohorts for so many periods to come",
    helpFor: {
      segments:
        "Fit a model, test the moves that it expects on the last N periods, expect those of the next N, and list early signs",
    },
    commands: ["kpi", "segments"],
  },
  joinUntil: {
    type: "text",
    placeholder: "DATE",
    help: "Customers make their first purchase on a day from --from to this one (default: --until)",
    commands: ["simulate"],
  },
} as const satisfies Record<string, Flag>;
