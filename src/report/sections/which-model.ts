import type { ContenderInNumbers } from "../../validate/tournament-in-numbers.ts";
import { h } from "../dom.ts";
import { renderFigure } from "../figure.ts";
import { tournamentFigure } from "../figures/tournament.ts";
import { renderNotice } from "../notice.ts";
import { countText, durationText } from "../number-text.ts";
import { type Cell, renderTable } from "../table.ts";
import type { Section } from "./section.ts";

/** The models that competed, and why one was chosen. */
export const whichModel: Section = {
  id: "which-model",
  title: "Which model",
  render: ({ tournament, unit, validation }) => {
    if (tournament === undefined) return undefined;
    const { contenders, reason, actual, duration, range, curves, notices } = tournament;
    const hasHoldout = actual !== undefined;
    const columns = COLUMNS.filter(({ holdout }) => hasHoldout || !holdout).filter(
      ({ key }) => key !== "expected" || duration !== undefined,
    );
    return [
      h("p", {}, `${reason} ${hasHoldout ? BY_BOTH : BY_BIC}`),
      hasHoldout &&
        h(
          "p",
          {},
          `In the ${durationText(duration!, unit)} of the holdout, `,
          h("data", { value: actual }, countText(actual)),
          " purchases were made.",
        ),
      duration !== undefined &&
        !hasHoldout &&
        h("p", {}, `Purchases are expected for the next ${durationText(duration, unit)}.`),
      renderTable({
        caption: "The models that competed",
        head: ["Model", "Verdict", ...columns.map(({ head }) => head)],
        rows: contenders.map((contender) => [
          contender.title,
          contender.standing,
          ...columns.map(({ cell }) => (contender.standing === "not fitted" ? undefined : cell(contender))),
        ]),
      }),
      h("p", { class: "quiet" }, hasHoldout ? `${READING} ${READING_HOLDOUT}` : READING),
      range &&
        range.models > 1 &&
        h(
          "p",
          {},
          `The ${range.models} models within 10 of the least BIC expect `,
          h("data", { value: range.low }, countText(range.low)),
          " to ",
          h("data", { value: range.high }, countText(range.high)),
          " purchases. The intervals on this page assume that one model is true, so add this range to them.",
        ),
      curves.length > 0 && validation && renderFigure(tournamentFigure(curves, validation.split)),
      notices.map(renderNotice),
    ];
  },
};

const BY_BOTH =
  "The chosen model has the least BIC less twice the log score of the holdout. It makes the whole log most probable: the past through its fit, and the holdout through its forecast.";
const BY_BIC =
  "The chosen model has the least BIC: it makes the log most probable, after a penalty for each parameter.";
const READING =
  "ΔBIC is the BIC above the least one. Models that differ by less than 2 are equally good; from 10 on the evidence is very strong. Alive is the expected number of living customers.";
const READING_HOLDOUT =
  "MAE and RMSE are errors for each customer. They do not decide the choice: if most customers buy nothing, a forecast that is too low has the least MAE.";

interface Column {
  readonly key: string;
  readonly head: string;
  /** Whether it needs a holdout. */
  readonly holdout: boolean;
  cell(contender: ContenderInNumbers): Cell;
}

const COLUMNS: readonly Column[] = [
  { key: "ll", head: "Log-likelihood", holdout: false, cell: ({ logLikelihood }) => fixed(logLikelihood, 1) },
  { key: "bic", head: "ΔBIC", holdout: false, cell: ({ deltaBic }) => fixed(deltaBic, 1) },
  { key: "alive", head: "Alive", holdout: false, cell: ({ alive }) => ({ value: alive, text: countText(alive) }) },
  {
    key: "expected",
    head: "Expected purchases",
    holdout: false,
    cell: ({ expected }) => (expected === undefined ? undefined : { value: expected, text: countText(expected) }),
  },
  { key: "mae", head: "MAE", holdout: true, cell: ({ forecast }) => fixed(forecast?.mae, 4) },
  { key: "rmse", head: "RMSE", holdout: true, cell: ({ forecast }) => fixed(forecast?.rmse, 4) },
  { key: "score", head: "Log score", holdout: true, cell: ({ forecast }) => fixed(forecast?.logScore, 1) },
];

function fixed(value: number | undefined, digits: number): Cell {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const text = new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return { value, text: text.format(value).replace("-", "−") };
}
