import { basename } from "node:path";
import { convertHistories } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { customersAt } from "../data/sample-customers.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import type { ParameterIntervals } from "../fit/interval.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import { waldIntervals } from "../fit/wald.ts";
import { given } from "../given.ts";
import { VERSION } from "../io/version.ts";
import type { Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import type { Worth } from "../predict/worth.ts";
import { buildReportData } from "../report/build/build-report-data.ts";
import type { CameBackSince, ReportData, ShownTournament } from "../report/report-data.ts";
import type { ShownMoves } from "../segments/on-page.ts";
import type { GroupedHistories } from "../sql/steps/histories.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import { withCoverage } from "../validate/validate-holdout.ts";
import type { Validation } from "../validate/validation.ts";
import type { CustomerCosts } from "../value/assign-costs.ts";
import type { ShownTier, ShownValue } from "../value/on-page.ts";
import type { Plan } from "../value/plan.ts";
import type { ShownWatch } from "../watch/on-page.ts";
import type { Customers, LogFacts, LogReading } from "./customers.ts";
import { comparedWith, holdoutDraws, jointDraws, totalsOf, withCurves, withoutSeason } from "./draws.ts";
import type { Run } from "./in-run.ts";
import { endlessCustomers, endlessOf, intervalNotices } from "./interval-notices.ts";
import { readingOf } from "./log-reading.ts";
import { shownMonths } from "./months-on-page.ts";
import type { PageOptions, TermOptions } from "./options.ts";
import { SAMPLED, sampleNotices } from "./random-sample.ts";
import { LEVEL, TOP } from "./score-options.ts";
import type { SeasonFound } from "./season.ts";
import { arrivalsOf } from "./value/arrivals.ts";
import { layOut, newcomersOf, type Valued } from "./value/laid-out.ts";
import { paybackOf } from "./value/payback.ts";
import { sensitivityOf } from "./value/sensitivity.ts";
import { withoutIds } from "./workers.ts";

/** The results a page shows. */
export interface PageSource {
  /** LOG or BASE, as named by the user. */
  readonly path: string;
  readonly base: CustomerBase;
  /** Its histories. */
  readonly data: Pick<FitData, "histories" | "values"> & Pick<GroupedHistories, "spent">;
  readonly reading?: LogReading | undefined;
  readonly facts?: LogFacts | undefined;
  readonly fitted: FittedModel;
  readonly scores: Scores;
  readonly worth: Worth;
  /** Joint draws of the parameters and intervals of the scores, where they were made already. */
  readonly draws?: readonly ParameterDraw[] | undefined;
  readonly intervals?: ScoreIntervals | undefined;
  /** The moves between segments and the early signs. */
  readonly moves?: ShownMoves | undefined;
  /** The customers slipping away at a split who came back, if the scores are of a later day. */
  readonly cameBackSince?: CameBackSince | undefined;
  /** Whether the model fitted before a split still holds. */
  readonly watched?: ShownWatch | undefined;
  /** A validation of models fitted on the past, if those of the scores are fitted on all data. */
  readonly validation?: Validation | undefined;
  /** Present if several models competed; `shown` if the curves of the first were already made. */
  readonly tournament?: TournamentInNumbers | undefined;
  /** The findings on the season, if one was requested. */
  readonly season?: SeasonFound | undefined;
  readonly shown?: ShownTournament | undefined;
  /** With a plan: the costs of these customers, and the tiers at a split. */
  readonly planned?:
    | { readonly plan: Plan; readonly costs: CustomerCosts; readonly tiers?: readonly ShownTier[] }
    | undefined;
  /** See `Customers`. */
  readonly namesOf?: Customers["namesOf"] | undefined;
  readonly notices: {
    /** Of the reading of the log. */
    readonly log: readonly Notice[];
    /** The note that the model was fitted to other data; none if it was fitted to these. */
    readonly other: readonly Notice[];
  };
}

/** Collects the numbers of a page. */
export async function pageNumbers(
  run: Run,
  source: PageSource,
  {
    top = TOP,
    anonymous = false,
    title,
    currency,
    history,
    interval: level = LEVEL,
    seed = 1,
  }: PageOptions & TermOptions,
): Promise<ReportData> {
  const { path, base, facts, reading, fitted, scores, worth, notices } = source;
  const terms = { horizon: scores.horizon, ...worth, level, seed };
  const own = notices.other.length === 0;
  const workers = run.threads.for(base.length);
  const inLog = base.holdout && (await facts?.holdout());
  const draw = async () => {
    const parameters = source.draws ?? (await jointDraws(workers, base, fitted, seed, own));
    const options = { ...terms, parameters };
    const { totals, inHoldout } = source.intervals ?? (await totalsOf(workers, base, fitted, scores, options));
    const held = () => holdoutDraws(workers, base, fitted, { level, seed, parameters });
    return { parameters, totals, inHoldout: inHoldout ?? (inLog && (await held()).inHoldout) };
  };
  const data = { base: withoutIds(base), fitted: numbersOf(fitted) };
  const profiles = () => {
    const histories = convertHistories(source.data.histories, base.unit, fitted.unit);
    return workers.run("profiles", {
      data: { histories, values: source.data.values },
      until: base.until,
      fitted: data.fitted,
      level,
    });
  };
  const { tournament } = source;
  const curves = async (): Promise<ShownTournament | undefined> => {
    if (source.shown || tournament === undefined) return source.shown;
    return inLog ? withCurves(workers, tournament, base, source.data.histories, inLog) : { ...tournament, curves: [] };
  };
  const [{ inHoldout, parameters, totals }, compared, goodness, parameterIntervals, competed] = await Promise.all([
    draw(),
    inLog && comparedWith(workers, base, fitted, inLog),
    workers.run("goodness", data),
    own ? profiles() : waldOf(fitted, level),
    curves(),
  ]);
  const { planned } = source;
  const costly = planned && { plan: planned.plan, data: source.data, fitted, horizon: scores.horizon };
  const months = facts && (await shownMonths(base, facts, costly && { ...costly, discountRate: worth.discountRate }));
  const value =
    planned && facts && (await valueShown({ ...source, workers, draws: parameters, totals, level, seed }, facts));
  const flat = compared && inLog ? await withoutSeason(workers, base, fitted, inLog) : {};
  const validation = source.validation ?? (compared && { ...withCoverage(compared, inHoldout!), ...flat });
  const intervals = source.intervals ?? {
    totals,
    at: (places: readonly number[]) =>
      workers.run("intervals", {
        base: withoutIds(customersAt(base, places)),
        fitted: data.fitted,
        options: { ...terms, parameters },
      }),
  };
  const endless = source.intervals ? endlessOf(source.intervals) : endlessCustomers(base, fitted, parameters, level);
  const built = await buildReportData({
    subject: path === "-" ? "standard input" : basename(path),
    writtenBy: `clv ${VERSION}`,
    base,
    fitted,
    scores,
    ...worth,
    goodness,
    level,
    parameterIntervals,
    scoreIntervals: intervals,
    draws: parameters,
    ...given({ title, currency, history }),
    ...(validation && { validation }),
    ...(competed && { tournament: competed }),
    ...(source.season && {
      seasonFound: { findings: source.season.findings ?? [], trials: source.season.trials ?? [] },
    }),
    ...(reading && { reading: readingOf(reading, notices.log) }),
    ...(months && { months }),
    ...(source.moves && { moves: source.moves }),
    ...(source.watched && { watched: source.watched }),
    ...(value && { value }),
    ...(source.cameBackSince && { cameBackSince: source.cameBackSince }),
    ...(facts && { purchasesOf: (customer: number) => facts.purchasesOf(base, customer) }),
    notices: [
      ...notices.other,
      ...scores.notices,
      ...intervalNotices(endless, fitted, own),
      ...(source.intervals
        ? []
        : sampleNotices(base.length, { totals: SAMPLED.totals, held: validation !== undefined })),
    ],
    top,
    anonymous,
  });
  return source.namesOf && !anonymous ? named(built, source.namesOf) : built;
}

/** The earnings from customers, from the scores and the draws of the page. */
async function valueShown(
  source: PageSource & Pick<Valued, "workers" | "draws" | "totals" | "level" | "seed">,
  facts: LogFacts,
): Promise<ShownValue | undefined> {
  const { base, fitted, scores, worth, workers, draws, totals, level, seed } = source;
  const { plan, costs, tiers } = source.planned!;
  if (fitted.spend === undefined || scores.value === undefined || base.firstValue === undefined) return undefined;
  const { horizon } = scores;
  const valued = {
    base,
    costs,
    plan,
    fitted,
    draws,
    totals,
    horizon,
    discountRate: worth.discountRate,
    level,
    seed,
    workers,
  };
  const laid = layOut(valued, scores);
  const groups = newcomersOf(valued, laid).sort((a, b) => b.customers - a.customers);
  const arrivals = arrivalsOf({ months: facts.periods("month"), firstDays: await facts.firstDays() });
  return {
    newcomers: groups.map((group) => paybackOf(group, valued, laid)),
    sensitivity: sensitivityOf(valued, laid, groups, arrivals),
    ...given({ tiers }),
  };
}

/** The same with the ids of the shown customers, which were named after their places. */
async function named(data: ReportData, namesOf: NonNullable<Customers["namesOf"]>): Promise<ReportData> {
  const { worthMost, slipping, path, moves } = data;
  const shown = [...worthMost, ...slipping.rows, ...(path ? [path] : []), ...(moves?.signs ?? [])];
  const names = await namesOf([...new Set(shown.flatMap(({ customer }) => customer ?? []))]);
  const name = <R extends { readonly customer?: string }>(row: R): R =>
    row.customer === undefined ? row : { ...row, customer: names.get(row.customer)! };
  return {
    ...data,
    worthMost: worthMost.map(name),
    slipping: { ...slipping, rows: slipping.rows.map(name) },
    ...(path && { path: name(path) }),
    ...(moves && { moves: { ...moves, signs: moves.signs.map(name) } }),
  };
}

/** The page as HTML. The drawing library is loaded only now: other commands start without it. */
export async function drawPage(data: ReportData): Promise<string> {
  const { renderReport } = await import("../report/render-report.ts");
  return renderReport(data);
}

/** For a model fitted to other data, only its covariance can give intervals of its parameters. */
function waldOf({ purchase, spend }: FittedModel, level: number): ParameterIntervals[] {
  return [purchase, spend].flatMap((fit) => (fit ? waldIntervals(fit, level) : []));
}
