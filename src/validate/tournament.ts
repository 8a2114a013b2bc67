import { estimatedIn } from "../data/season.ts";
import { ClvError } from "../errors.ts";
import { fitSeason } from "../fit/estimate-season.ts";
import { fit } from "../fit/fit.ts";
import type { Fit } from "../fit/fit-result.ts";
import { onCalendar } from "../fit/on-calendar.ts";
import { needsLitt } from "../fit/regularity.ts";
import { sumNumbers } from "../math/sum.ts";
import type { Histories, Model, PurchaseModel } from "../model.ts";
import type { ActualByHistory, TournamentData } from "./actual-by-history.ts";
import { logScore } from "./log-score.ts";
import { tournamentNotices } from "./tournament-notices.ts";
import { type Contender, type Forecast, hasFewRepeats, NOISE, POSSIBLE, type Tournament } from "./tournament-result.ts";

export interface TournamentOptions {
  /** Time over which purchases are expected where there is no holdout, in the unit of the histories. */
  readonly horizon?: number;
  /** A clock in milliseconds for timing each model. The function itself reads no clock. */
  readonly clock?: () => number;
  /**
   * Leaves out models of more regular purchases where there are fewer than 13 repeat purchases. Also leaves them out
   * once the likelihood has fallen by more than 10 as k rises; see {@link Tournament.passedOver}.
   */
  readonly passOver?: boolean;
}

/**
 * Fits all purchase models in continuous time among `models` to the same histories and ranks them.
 *
 *     standing = BIC, with a holdout BIC − 2 Σ ln P(actual purchases | history); the least is chosen
 *
 * The second measure describes the whole log: the past with the fit, and the rest with the forecast (Dawid 1984). MAE
 * and RMSE are shown but do not rank: if most customers buy nothing, a forecast that is too low has the least MAE.
 * `bench/tournament` tells how often the rule finds the true model, and `OPINIONS.md` why we use it.
 *
 * A model whose likelihood needs `litt` is not compared where the histories have none. In a sequence, each fit starts
 * from the best of the one before, so the models should be in the order of k.
 *
 * @param data see {@link tournamentData}
 * @param models e.g. `modelsNamed("auto", models)`, those of `auto`; spend models and models of counted periods are
 *   passed over. The whole registry has models that are `wider` than another one too, and their fit takes most of the
 *   time. It is 1.1 s of CPU on CDNOW's sample
 * @throws ClvError `usage` when no model is left; `data` when there is no customer, or none of the models could be fitted
 * @example
 * const transactions = Array.from({ length: 400 }, (_, k) => ({
 *   customer: `customer ${k % 97}`,
 *   date: Date.UTC(2024, 0, 1 + ((k * k) % 300)),
 * }));
 * const log = await readTransactions(transactions);
 * const { base } = summarize(log, { unit: "week", split: "2024-08-01", litt: true });
 * const { contenders } = tournament(tournamentData(base), [bgNbd, nbd]);
 * contenders.length; // 2
 */
export function tournament(
  data: TournamentData,
  models: readonly Model[],
  options: TournamentOptions = {},
): Tournament {
  const entered = models.filter((model) => model.kind === "purchase").filter(({ clock }) => clock === "continuous");
  if (entered.length === 0) {
    throw new ClvError("usage", {
      where: "tournament",
      expected: "purchase models in continuous time",
      got: models.map(({ name }) => name),
    });
  }
  return ranked(data, enterAll(entered, data, options), options);
}

/** The contenders, and the models that were not fitted because the likelihood had fallen before them. */
interface EnteredAll {
  readonly contenders: readonly Entered[];
  readonly passedOver: readonly PurchaseModel[];
}

/**
 * A likelihood lower by this much ends a sequence of ever more regular models. On all worlds and logs of
 * `bench/tournament`, ln L rises to one peak in k and falls from there. No proof is known, so a model named by the user
 * is always fitted.
 */
const FALLEN = POSSIBLE;

/** Enters the models in their order. In a sequence, each starts from the best parameters of the one before. */
function enterAll(models: readonly PurchaseModel[], data: TournamentData, options: TournamentOptions): EnteredAll {
  const contenders: Entered[] = [];
  const passedOver: PurchaseModel[] = [];
  const before = new Map<string, Entered>();
  const few = options.passOver === true && hasFewRepeats(data.histories);
  const ended = new Set<string>();
  for (const model of models) {
    const { of = "", k = 1 } = model.regular ?? {};
    if (ended.has(of) || (few && k > 1)) {
      passedOver.push(model);
      continue;
    }
    const last = model.regular && before.get(`${of} ${k - 1}`);
    const one = enter(model, data, options, last?.fit);
    contenders.push(one);
    if (model.regular) before.set(`${of} ${k}`, one);
    const comparable = data.histories.litt !== undefined && last?.fit.converged && one.fit.converged;
    if (options.passOver && comparable && one.fit.logLikelihood < last.fit.logLikelihood - FALLEN) ended.add(of);
  }
  return { contenders, passedOver };
}

/** Models of a sequence by the first and the last of them. */
function bySequence(models: readonly PurchaseModel[]): string[] {
  return [...new Set(models.map(({ regular }) => regular?.of))].map((of) => {
    const titles = models.filter(({ regular }) => regular?.of === of).map(({ title }) => title);
    return titles.length === 1 ? titles[0]! : `${titles[0]} to ${titles.at(-1)}`;
  });
}

/** Fits a model, from near the best of the one before in its sequence where that is an interior maximum. */
function fitFrom(
  model: PurchaseModel,
  histories: Histories,
  before: Fit<PurchaseModel> | undefined,
): Fit<PurchaseModel> {
  if (before?.converged && before.limits === undefined && model.regular) {
    const near = model.regular.startFrom(before.parameters);
    const fitted = fit({ ...model, start: () => near }, histories);
    if (fitted.converged && fitted.limits === undefined) return { ...fitted, model };
  }
  return fit(model, histories);
}

/** A contender before it is ranked. */
type Entered = Omit<Contender, "standing" | "deltaBic" | "behind">;

function enter(
  model: PurchaseModel,
  data: TournamentData,
  { horizon, clock }: TournamentOptions,
  before: Fit<PurchaseModel> | undefined,
): Entered {
  const begin = clock?.();
  const { histories, holdout } = data;
  const { fitted, timed, besides } = fitEntrant(model, data, before);
  const future = timed.future(histories)(fitted.parameters);
  const t = holdout?.duration ?? horizon;
  const expected = t === undefined ? undefined : future.expected(t);
  const forecast = holdout && {
    ...errors(expected!, holdout),
    logScore: logScore(future, holdout, holdout.duration),
  };
  return {
    fit: fitted,
    parameters: fitted.estimates.length + besides,
    alive: total(future.alive, histories),
    expected: expected && total(expected, histories),
    ...(forecast && { forecast }),
    seconds: clock && (clock() - begin!) / 1000,
  };
}

/**
 * The fit of a model, on the clock of the season if it can have one. Also the model for forecasts, and the number of
 * estimated values besides its parameters.
 */
function fitEntrant(
  model: PurchaseModel,
  { histories, season }: TournamentData,
  before: Fit<PurchaseModel> | undefined,
) {
  if (season === undefined || model.rateAlive === undefined) {
    return { fitted: fitFrom(model, histories, before), timed: model, besides: 0 };
  }
  const { observed, ...asked } = season;
  const found = fitSeason(model, histories, observed, asked);
  const timed = onCalendar(found, observed).purchase.model;
  return { fitted: found.purchase, timed, besides: estimatedIn(found.season) };
}

function total(column: Float64Array, { count }: Histories): number {
  return sumNumbers(column.map((value, k) => value * count[k]));
}

function errors(expected: Float64Array, { history, purchases, count }: ActualByHistory): Omit<Forecast, "logScore"> {
  let [customers, absolute, square] = [0, 0, 0];
  for (let row = 0; row < history.length; row++) {
    const error = expected[history[row]] - purchases[row];
    customers += count[row];
    absolute += count[row] * Math.abs(error);
    square += count[row] * error * error;
  }
  return { mae: absolute / customers, rmse: Math.sqrt(square / customers) };
}

/** The standing of a contender, smaller is better. Undefined if it can't be compared. */
function standsBy({ fit: { converged, bic, model }, forecast }: Entered, { litt }: Histories): number | undefined {
  if (!converged || Number.isNaN(bic) || (needsLitt(model) && litt === undefined)) return undefined;
  return bic - 2 * (forecast?.logScore ?? 0);
}

function ranked(
  data: TournamentData,
  { contenders: entered, passedOver }: EnteredAll,
  { horizon }: TournamentOptions,
): Tournament {
  const { histories, holdout } = data;
  const stood = entered.map((one) => ({ one, by: standsBy(one, histories) }));
  const compared = stood.filter(({ by }) => by !== undefined).toSorted((a, b) => a.by! - b.by!);
  if (compared.length === 0) {
    throw new ClvError("data", {
      where: "tournament",
      expected: "a model that can be fitted and compared",
      got: entered.map(({ fit: { model, message } }) => `${model.title}: ${message}`),
      wayOut: histories.litt === undefined ? NEEDS_LITT : "Observe a longer time or more customers.",
    });
  }
  const leastBic = Math.min(...compared.map(({ one }) => one.fit.bic));
  const contenders = [...compared, ...stood.filter(({ by }) => by === undefined)].map(
    ({ one, by }, place): Contender => {
      if (by === undefined) {
        const standing = one.fit.converged && needsLitt(one.fit.model) ? "not compared" : "not fitted";
        return { ...one, standing, deltaBic: undefined, behind: undefined };
      }
      const behind = by - compared[0].by!;
      const standing = behind <= NOISE ? "as good" : behind <= POSSIBLE ? "possible" : "behind";
      return { ...one, standing: place === 0 ? "chosen" : standing, deltaBic: one.fit.bic - leastBic, behind };
    },
  );
  const [chosen] = contenders;
  const duration = holdout?.duration ?? horizon;
  const close = contenders.filter(({ standing, deltaBic }) => standing === "chosen" || deltaBic! <= POSSIBLE);
  const totals = close.map(({ expected }) => expected!);
  const result = {
    contenders: contenders as [Contender, ...Contender[]],
    chosen,
    reason: reasonOf(contenders, holdout !== undefined),
    ...(passedOver.length > 0 && { passedOver: bySequence(passedOver) }),
    ...(holdout && { actual: sumNumbers(holdout.purchases.map((n, row) => n * holdout.count[row])) }),
    ...(duration !== undefined && {
      duration,
      range: { low: Math.min(...totals), high: Math.max(...totals), models: close.length },
    }),
  };
  return { ...result, notices: tournamentNotices(result, histories) };
}

/** The hint where litt is missing. */
const NEEDS_LITT =
  "Models of regular purchases need litt, the logarithms of the times between purchases: make the base from the log with --litt.";

function reasonOf([chosen, second]: readonly Contender[], hasHoldout: boolean): string {
  const { title } = chosen.fit.model;
  const by = hasHoldout ? "BIC and the holdout" : "BIC";
  if (second?.behind === undefined) return `${title} is the only model that could be compared.`;
  const lead = second.behind.toFixed(1);
  return second.behind <= NOISE
    ? `${title} is chosen by ${by}, but ${second.fit.model.title} is as good within noise (worse by ${lead}).`
    : `${title} is chosen by ${by}: the next, ${second.fit.model.title}, is worse by ${lead}.`;
}
