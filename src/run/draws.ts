import type { CustomerBase } from "../data/customer-base.ts";
import { customersAt } from "../data/sample-customers.ts";
import { isFirm } from "../fit/firm-draws.ts";
import { type FittedModel, numbersOf } from "../fit/fitted-model.ts";
import { drawParameters, type ParameterDraw } from "../fit/parameter-draws.ts";
import { wantedReplicates } from "../fit/resampled-parameters.ts";
import { given } from "../given.ts";
import { newCounter, roomToShare } from "../io/threads.ts";
import type { Histories } from "../model.ts";
import { costsAt } from "../predict/costs.ts";
import { type Deviations, deviationsOf } from "../predict/deviations.ts";
import { DRAWS, drawOptions, hasNet, type IntervalOptions, type Segments } from "../predict/draw-options.ts";
import { type DrawnTotals, joinParts } from "../predict/draw-parts.ts";
import type { FurtherHorizon } from "../predict/further-horizon.ts";
import { growthOf } from "../predict/growth.ts";
import { horizonIn } from "../predict/horizon.ts";
import { type IntervalEnds, roomForEnds } from "../predict/interval-ends.ts";
import type { ScoreOptions, Scores } from "../predict/score.ts";
import type { ScoreIntervals } from "../predict/score-intervals.ts";
import { groupsOf } from "../predict/score-sheet.ts";
import type { Sums } from "../predict/segment-totals.ts";
import { seeded } from "../random/seeded.ts";
import type { ShownTournament } from "../report/report-data.ts";
import type { TournamentInNumbers } from "../validate/tournament-in-numbers.ts";
import { actualIn, type ComparedHoldout, type HoldoutInLog } from "../validate/validate-holdout.ts";
import type { Validation } from "../validate/validation.ts";
import { finiteScores } from "./finite-scores.ts";
import { isSampled, SAMPLED, sampleOf } from "./random-sample.ts";
import { LEVEL } from "./score-options.ts";
import { forScores, type Workers, withoutIds } from "./workers.ts";

/** The number of joint draws of a run. Tests take fewer where their assertions hold under fewer. */
export const JOINT = { draws: DRAWS };

/**
 * Joint draws of the parameters. On the data of the fit they come from the bootstrap, whose intervals also have
 * coverage where those of the covariance do not (`bench/coverage`). If there are many customers and the fit is firm,
 * they come from the scores of a sample of them ({@link firmDraws}). On other data the draws come from the covariance
 * in the model file, because there is no other information.
 *
 * @param own whether the model was fitted to this base
 */
export async function jointDraws(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  seed: number,
  own: boolean,
): Promise<readonly ParameterDraw[]> {
  const resampled = own ? await resampleOrSample(workers, base, fitted, seed) : undefined;
  return resampled ?? drawParameters(fitted, JOINT.draws, seeded(seed));
}

async function resampleOrSample(workers: Workers, base: CustomerBase, fitted: FittedModel, seed: number) {
  const places = sampleOf(base, seed, SAMPLED.resampled);
  const ratio = base.length / SAMPLED.resampled;
  if (places === undefined || !isFirm(fitted, ratio)) return resample(workers, base, fitted, seed);
  const sample = customersAt(withoutIds(base), places);
  return workers.run("firmDraws", { base: sample, fitted: numbersOf(fitted), ratio, count: JOINT.draws, seed });
}

/** The draws of `resampledParameters`, made by workers. */
async function resample(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  seed: number,
): Promise<ParameterDraw[] | undefined> {
  const joint = await workers.run("joint", { base: withoutIds(base), unit: fitted.unit });
  const wanted = wantedReplicates(JOINT.draws);
  let step = wanted.next();
  while (!step.done) {
    const input = {
      joint,
      until: base.until,
      fitted: numbersOf(fitted),
      seed,
      numbers: step.value,
      counter: newCounter(),
    };
    const made = (await workers.share("replicates", base.length, input)).flat();
    step = wanted.next(made.sort((a, b) => a.place - b.place).map(({ replicate }) => replicate));
  }
  return step.value;
}

/** The scores of `score`, made by a worker; infinite ones are missing. */
export async function scoresOf(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  options: ScoreOptions,
): Promise<Scores> {
  const scores = await workers.run("scores", { base: forScores(base), fitted: numbersOf(fitted), options });
  return finiteScores({ ...scores, customers: base.customers });
}

/**
 * The intervals of `scoreIntervals`, made by workers: of scores, and of their totals of all and by repeat purchases. Over the horizon of
 * the holdout, they are compared with the actual numbers.
 */
export async function intervalsOf(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  { further = [], ...terms }: IntervalOptions,
): Promise<ScoreIntervals> {
  return (await drawnOver(workers, base, fitted, { ...terms, further })).intervals;
}

/**
 * The same with the sums under joint draws by segment, over each horizon. They serve to join the totals of several
 * bases.
 */
export async function drawnOver(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  { further = [], ...terms }: IntervalOptions,
): Promise<{ readonly intervals: ScoreIntervals; readonly sums: readonly (readonly Sums[])[] }> {
  const first = await intervalsOver(workers, base, fitted, terms);
  if (further.length === 0) return { intervals: first.intervals, sums: [first.sums] };
  const others: (ScoreIntervals & FurtherHorizon)[] = [];
  const sums = [first.sums];
  for (const { label, horizon } of further) {
    const over = await intervalsOver(workers, base, fitted, { ...terms, horizon });
    others.push({ ...over.intervals, label, horizon });
    sums.push(over.sums);
  }
  return { intervals: { ...first.intervals, further: others }, sums };
}

async function intervalsOver(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  terms: IntervalOptions,
): Promise<{ intervals: ScoreIntervals; sums: readonly Sums[] }> {
  const { horizon } = terms;
  const { holdout } = base;
  const actual = holdout && horizonIn(horizon, base.unit) === holdout.duration ? actualIn(holdout) : undefined;
  const options = { ...terms, segments: byFrequency(base), actual };
  const asked = drawOptions(base, fitted, options);
  const { spend, draws, level } = asked;
  const ends = roomForEnds(base.length, groupsOf(spend !== undefined, hasNet(asked)), roomToShare);
  const { sums, all: _, ...drawn } = await drawTogether(workers, base, fitted, options, ends);
  return { intervals: { level, draws: draws.length, ...drawn, ...ends }, sums };
}

/**
 * The totals of {@link intervalsOf} alone, by the segments of `terms` or by repeat purchases, without the intervals of
 * each customer. With many customers a random sample is drawn, and its totals are scaled up ({@link growthOf}).
 *
 * @param scores of the base over the horizon of `terms`, if already made
 * @param terms with segments, totals of these; by repeat purchases when left out
 * @param size of the sample
 */
export async function totalsOf(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  scores: Scores | undefined,
  terms: IntervalOptions,
  size = terms.segments ? SAMPLED.size : SAMPLED.totals,
): Promise<DrawnTotals> {
  const places = sampleOf(base, terms.seed ?? 1, size);
  const of = places ? customersAt(withoutIds(base), places) : base;
  const { holdout } = of;
  const actual = holdout && horizonIn(terms.horizon, base.unit) === holdout.duration ? actualIn(holdout) : undefined;
  const { segments: all = byFrequency(base), costs } = terms;
  const growth =
    places &&
    (scores
      ? growthOf(all, scores, places)
      : await workers.run("growth", {
          ...{ base: forScores(base), fitted: numbersOf(fitted), segments: all, places },
          options: scoreOptionsOf(terms),
        }));
  const segments = places ? { ...all, of: Uint32Array.from(places, (k) => all.of[k]) } : all;
  const sampled = { ...terms, costs: places && costs ? costsAt(costs, places) : costs };
  return drawTogether(workers, of, fitted, { ...sampled, segments, growth, actual });
}

/**
 * Outcome intervals of a holdout, compared with the actual numbers, of a random sample where there are many customers.
 *
 * @param options with segments, the totals of these too
 */
export function holdoutDraws(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  options: Omit<IntervalOptions, "horizon">,
): Promise<DrawnTotals> {
  const terms = { ...options, horizon: { amount: base.holdout!.duration, unit: base.unit } };
  return isSampled(base)
    ? totalsOf(workers, base, fitted, undefined, terms, SAMPLED.size)
    : drawTogether(workers, base, fitted, { ...terms, actual: actualIn(base.holdout!) });
}

/** The options of scores alone. */
function scoreOptionsOf({ horizon, margin, discountRate, costs }: IntervalOptions): ScoreOptions {
  return { horizon, costs, ...given({ margin, discountRate }) };
}

/** The weekly purchases that the model expects without its season; undefined for a model without a season. */
export async function withoutSeason(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  { observed: { split, end }, weeks, actual }: HoldoutInLog,
): Promise<Pick<Validation, "withoutSeason">> {
  if (fitted.season === undefined) return {};
  const inLog = { observed: { split, end }, weeks, actual };
  return {
    withoutSeason: await workers.run("flatTracking", { base: withoutIds(base), fitted: numbersOf(fitted), inLog }),
  };
}

/** The rest of the validation of `validateHoldout`, made by a worker. */
export function comparedWith(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  { observed: { split, end }, weeks, actual }: HoldoutInLog,
): Promise<ComparedHoldout> {
  const inLog = { observed: { split, end }, weeks, actual };
  return workers.run("comparison", { base: withoutIds(base), fitted: numbersOf(fitted), inLog });
}

/** The number of models of a tournament whose curves are shown. */
const CURVES = 3;

/** The tournament, and the weekly purchases of a holdout that its first models expect. */
export async function withCurves(
  workers: Workers,
  tournament: TournamentInNumbers,
  base: CustomerBase,
  histories: Histories,
  { observed: { split, end }, weeks, actual }: HoldoutInLog,
): Promise<ShownTournament> {
  const names = tournament.contenders.filter(({ behind }) => behind !== undefined).map(({ model }) => model);
  const inLog = { observed: { split, end }, weeks, actual };
  const asked = { base: withoutIds(base), histories, names: names.slice(0, CURVES), inLog };
  return { ...tournament, curves: await workers.run("curves", asked) };
}

/** The deviations of all customers, from draws of them or, if they are many, of a random sample. */
export async function deviationsOfAll(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  options: Omit<IntervalOptions, "level">,
): Promise<Deviations> {
  const terms = { ...options, level: LEVEL };
  const drawn = isSampled(base)
    ? totalsOf(workers, base, fitted, undefined, terms)
    : drawTogether(workers, base, fitted, terms);
  return deviationsOf(await drawn);
}

async function drawTogether(
  workers: Workers,
  base: CustomerBase,
  fitted: FittedModel,
  options: IntervalOptions,
  ends?: IntervalEnds,
): Promise<DrawnTotals> {
  const columns = withoutIds(base);
  const layout = await workers.run("layout", { base: columns, unit: fitted.unit });
  const input = { base: columns, fitted: numbersOf(fitted), options, layout, counter: newCounter(), ends };
  const parts = await workers.share("parts", base.length, input);
  return joinParts(drawOptions(base, fitted, options), parts.flat());
}

/** Customers by repeat purchases before. */
export function byFrequency({ frequency }: CustomerBase): Segments {
  const names = ["0", "1", "2 to 4", "5 and more"];
  const of = new Uint32Array(frequency.length);
  for (let k = 0; k < of.length; k++) of[k] = frequency[k] < 2 ? frequency[k] : frequency[k] < 5 ? 2 : 3;
  return { names, of };
}
