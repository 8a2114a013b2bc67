import { describe, expect, it } from "vitest";
import { drawWorld, TRUE_MODELS } from "../../bench/tournament/worlds.ts";
import { bgNbd, cnbd, gammaGamma, mbgNbd, models, nbd, paretoNbd } from "../../models/index.ts";
import { readTransactions } from "../../src/data/read-transactions.ts";
import { summarize } from "../../src/data/summarize.ts";
import { fit } from "../../src/fit/fit.ts";
import { tournamentData } from "../../src/validate/actual-by-history.ts";
import { chooseModel, modelsNamed } from "../../src/validate/choose-model.ts";
import { tournament } from "../../src/validate/tournament.ts";
import type { Tournament } from "../../src/validate/tournament-result.ts";
import { expectClose } from "../support/close.ts";
import { csv, sharedData } from "../support/log.ts";

// Skipped where the folder ../shared/data, which is no part of the project, is missing.
const sample = sharedData("cdnow-sample.csv");
const grocery = sharedData("grocery.csv");
const REGULAR = [2, 3, 4].flatMap((k) => [cnbd(k, 0), cnbd(k, 1)]);
const ALL = [bgNbd, mbgNbd, paretoNbd, nbd, ...REGULAR];

async function dataOf(bytes: Uint8Array, split: string, litt = true) {
  const log = await readTransactions(await csv(bytes, {}, 8191));
  return summarize(log, { unit: "week", split, litt, ...(split < "2000" ? {} : { until: "2007-12-30" }) }).base;
}

/** Keeps what is made the first time. */
function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}
const ofCdnow = once(() => dataOf(sample!, "1997-10-01"));
const ofGrocery = once(() => dataOf(grocery!, "2007-01-01"));
/** The tournaments of all models, once for all tests of them. */
const heldOnCdnow = once(async () => tournament(tournamentData(await ofCdnow()), ALL));
const heldOnGrocery = once(async () => tournament(tournamentData(await ofGrocery()), ALL));

/** log-likelihood, BIC, Σ expected, MAE, RMSE, Σ P(alive): ../shared/reference/family/tournament.csv. */
type Row = readonly [
  title: string,
  ll: number,
  bic: number,
  expected: number,
  mae: number,
  rmse: number,
  alive: number,
];

const CDNOW: readonly Row[] = [
  ["NBD", -9763.6576146726, 19542.84551915, 2929.82029216, 1.0410203272, 1.859522624, 2357.0],
  ["BG/NBD", -9582.4292066739, 19195.91899296, 1653.40869794, 0.7854542366, 1.6079820107, 1917.27767104],
  ["MBG/NBD", -9582.1357155537, 19195.33201072, 1576.7283019, 0.7647789493, 1.6071826574, 1057.63637051],
  ["BG/CNBD-2", -9855.3269740933, 19741.7145278, 1466.13031297, 0.7622715684, 1.6346817619, 1805.1545855],
  ["MBG/CNBD-2", -9853.2531285157, 19737.56683664, 1350.1051776, 0.7342451866, 1.637080175, 815.35038941],
  ["BG/CNBD-3", -10393.5650537827, 20818.19068718, 1389.32329779, 0.7545938308, 1.6481867537, 1773.25685567],
  ["MBG/CNBD-3", -10394.3626516248, 20819.78588286, 1270.02233267, 0.7274252216, 1.6525461761, 806.86005988],
  ["BG/CNBD-4", -11030.1915875554, 22091.44375472, 1342.67636034, 0.7498200196, 1.6557720255, 1757.22153302],
  ["MBG/CNBD-4", -11033.9408875562, 22098.94235472, 1224.10914856, 0.7242519112, 1.6616913373, 817.47106098],
  ["Pareto/NBD", -9594.9761789395, 19221.01293749, 1665.51310721, 0.7545233834, 1.6028479995, 1051.87524718],
];

const GROCERY: readonly Row[] = [
  ["NBD", -16376.863901058, 32768.38730149, 6354.74555728, 2.6092040435, 4.5328191207, 1525.0],
  ["BG/NBD", -15836.5662305527, 31702.45145986, 3996.40885782, 1.5774099437, 3.1503364963, 1144.68796367],
  ["MBG/NBD", -15781.9393748932, 31593.19774854, 4024.838482, 1.5130458956, 3.2085221118, 564.60233422],
  ["BG/CNBD-2", -15054.1729043664, 30137.66480749, 3818.42178304, 1.4664505772, 3.0985826988, 1063.69926457],
  ["MBG/CNBD-2", -14978.210731581, 29985.74046192, 3811.54322598, 1.3997939486, 3.1487960587, 501.69354433],
  ["BG/CNBD-3", -15074.705583625, 30178.73016601, 3711.09530381, 1.4214966383, 3.0624329131, 1036.76402535],
  ["MBG/CNBD-3", -14996.8504157976, 30023.01983035, 3710.03436126, 1.3562349962, 3.1171257795, 483.42924377],
  ["BG/CNBD-4", -15402.9049193529, 30835.12883746, 3639.12670994, 1.3999565368, 3.0382004, 1022.32518219],
  ["MBG/CNBD-4", -15326.9226084728, 30683.1642157, 3644.77046595, 1.3375695936, 3.0959343427, 474.9240136],
  ["Pareto/NBD", -15782.3921378156, 31594.10327439, 3990.73210406, 1.5078919471, 3.1937644607, 654.25816242],
];

describe.skipIf(sample === undefined || grocery === undefined)(
  "the tournament of published logs (../shared/data)",
  () => {
    it.each([
      ["CDNOW's sample", heldOnCdnow, CDNOW, 1882],
      ["grocery", heldOnGrocery, GROCERY, 3389],
    ] as const)("%s: the table to 1e-8", async (_, hold, rows, actual) => {
      const held = await hold();
      expect(held.actual).toBe(actual);
      expect(held.contenders).toHaveLength(rows.length);
      for (const [title, ...values] of rows) {
        const { fit, expected, forecast, alive } = held.contenders.find((one) => one.fit.model.title === title)!;
        const found = [fit.logLikelihood, fit.bic, expected!, forecast!.mae, forecast!.rmse, alive];
        found.forEach((value, k) => {
          expectClose(value, values[k]!, 1e-8, `${title}, column ${k}`);
        });
      }
      const byBic = held.contenders.toSorted((a, b) => a.fit.bic - b.fit.bic).map(({ fit }) => fit.model.title);
      const published = rows.toSorted((a, b) => a[2] - b[2]).map(([title]) => title);
      expect(byBic).toStrictEqual(published);
      expect(held.contenders.find(({ deltaBic }) => deltaBic === 0)!.fit.model.title).toBe(published[0]);
    });

    it("CDNOW's sample: is not won by MBG/CNBD-4, whose MAE is least, and all possible models missed the total", async () => {
      const held = await heldOnCdnow();
      const [leastMae] = held.contenders.toSorted((a, b) => a.forecast!.mae - b.forecast!.mae);
      expect(leastMae!.fit.model.title).toBe("MBG/CNBD-4");
      expect(["BG/NBD", "MBG/NBD"]).toContain(held.chosen.fit.model.title);
      expect(held.range!.models).toBe(2);
      expectClose(held.range!.low, 1576.7283019, 1e-8);
      expectClose(held.range!.high, 1653.40869794, 1e-8);
      expect(held.notices.map(({ name }) => name)).toContain("total-missed-by-all");
    });

    it("grocery: is won by a regular model, and regularity advises it", async () => {
      const held = await heldOnGrocery();
      expect(held.chosen.fit.model.title).toMatch(/CNBD-2$/);
      expect(held.notices.find(({ name }) => name === "regular-purchases")!.advice).toMatch(
        /^MBG\/CNBD-2 takes this into account/,
      );
      const without = tournament(tournamentData(await ofGrocery()), [mbgNbd, nbd]);
      expect(without.notices.find(({ name }) => name === "regular-purchases")!.advice).toMatch(
        /^Compare BG\/CNBD-2 and MBG\/CNBD-2/,
      );
      // Customers come back from silences after which regular buyers are taken for gone.
      expect(held.notices.find(({ name }) => name === "another-predicted-better")!.message).toMatch(
        /^Pareto\/NBD predicted/,
      );
    });

    it("does not compare regular models without litt, and says so", async () => {
      const held = tournament(tournamentData(await dataOf(grocery!, "2007-01-01", false)), ALL);
      const left = held.contenders.filter(({ standing }) => standing === "not compared");
      expect(left).toHaveLength(REGULAR.length);
      expect(held.contenders.slice(-REGULAR.length)).toStrictEqual(left);
      expect(held.notices.map(({ name }) => name)).toContain("models-not-compared");
    });
  },
);

describe("a tournament", () => {
  const column = (...values: number[]): Float64Array => Float64Array.from(values);
  const histories = {
    length: 5,
    frequency: column(0, 1, 2, 5, 9),
    recency: column(0, 10, 22, 30, 37),
    T: column(38, 38, 38, 38, 38),
    count: column(60, 20, 12, 8, 3),
  };

  it("times each model by the clock it is given, and is silent without", () => {
    let now = 0;
    const { contenders } = tournament({ histories }, [nbd, bgNbd], { clock: () => (now += 500) });
    expect(contenders.map(({ seconds }) => seconds)).toStrictEqual([0.5, 0.5]);
    expect(tournament({ histories }, [nbd]).chosen.seconds).toBeUndefined();
  });

  it("ranks by BIC without a holdout, and expects purchases within a horizon", () => {
    const { contenders, chosen, actual, duration, range } = tournament({ histories }, modelsNamed("auto", models), {
      horizon: 10,
    });
    expect(actual).toBeUndefined();
    expect(duration).toBe(10);
    const compared = contenders.filter(({ standing }) => standing !== "not compared");
    const bic = compared.map(({ fit }) => fit.bic);
    expect(bic).toStrictEqual(bic.toSorted((a, b) => a - b));
    // These histories have no litt, so models of regular purchases are told and not compared.
    const apart = contenders.slice(compared.length).map(({ fit }) => fit.model.name);
    expect(apart).toStrictEqual(contenders.map(({ fit }) => fit.model.name).filter((name) => name.includes("cnbd")));
    expect(chosen).toBe(contenders[0]);
    expect(chosen.deltaBic).toBe(0);
    expect(range!.low).toBeLessThanOrEqual(chosen.expected!);
    expect(contenders.map(({ fit }) => fit.model.kind)).not.toContain("spend");
  });

  it("has errors of the forecast by customer, counted by history", () => {
    const holdout = {
      duration: 20,
      history: Uint32Array.of(0, 1, 1, 4),
      purchases: column(0, 0, 3, 6),
      count: column(60, 15, 5, 3),
    };
    const { chosen } = tournament({ histories, holdout }, [nbd]);
    const expected = nbd.future(histories)(chosen.fit.parameters);
    const each = expected.expected(20);
    const errors = [60, 15, 5, 3].flatMap((customers, row) =>
      Array.from({ length: customers }, () => each[holdout.history[row]!]! - holdout.purchases[row]!),
    );
    expectClose(chosen.forecast!.mae, errors.reduce((sum, e) => sum + Math.abs(e), 0) / 83, 1e-13);
    expectClose(chosen.forecast!.rmse, Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / 83), 1e-13);
    const p = (k: number, n: number): number => expected.counts(k, 0, 20, n)[n]!;
    const score = 60 * Math.log(p(0, 0)) + 15 * Math.log(p(1, 0)) + 5 * Math.log(p(1, 3)) + 3 * Math.log(p(4, 6));
    expectClose(chosen.forecast!.logScore, score, 1e-12);
  });

  it("takes no model of regular purchases for auto from fewer than 13 repeat purchases", () => {
    const auto = modelsNamed("auto", models);
    const base = (frequency: readonly number[]) => {
      const x = Float64Array.from(frequency);
      const [recency, T] = [x.map((n) => 3 * n), x.map(() => 30)];
      const litt = x.map((n) => n * Math.log(3));
      const customers = frequency.map((_, k) => String(k));
      const columns = { frequency: x, recency, T, litt, length: x.length };
      return tournamentData({ ...columns, customers, unit: "week", grain: "day" });
    };
    const [few, enough] = [base([0, 0, 1, 0, 3, 0, 2, 6]), base([0, 0, 1, 0, 3, 0, 2, 7])];
    const found = tournament(few, auto, { passOver: true });
    expect(found.contenders.map(({ fit: { model } }) => model.regular?.k ?? 1).every((k) => k === 1)).toBe(true);
    expect(found.passedOver).toEqual(["BG/CNBD-2 to BG/CNBD-6", "MBG/CNBD-2 to MBG/CNBD-6"]);
    expect(found.notices.find(({ name }) => name === "models-passed-over")!.message).toContain("too few repeat");
    for (const all of [tournament(enough, auto, { passOver: true }), tournament(few, auto)]) {
      expect(all.contenders.some(({ fit: { model } }) => (model.regular?.k ?? 1) > 1)).toBe(true);
    }
  });

  it.each([
    ["bg-nbd", 0, ["BG/CNBD-3 to BG/CNBD-6", "MBG/CNBD-3 to MBG/CNBD-6"]],
    ["mbg-cnbd-3", 1, ["BG/CNBD-5 to BG/CNBD-6", "MBG/CNBD-5 to MBG/CNBD-6"]],
  ])(
    "in a world of %s leaves out what lies past the best k, and finds all else as if fitted alone",
    (name, seed, left) => {
      const truth = TRUE_MODELS.find(({ model }) => model.name === name)!;
      const data = tournamentData(drawWorld(truth, 1500, seed).base);
      const auto = modelsNamed("auto", models);
      const [all, some] = [tournament(data, auto), tournament(data, auto, { passOver: true })];
      expect(all.passedOver).toBeUndefined();
      expect(all.contenders).toHaveLength(14);
      expect(some.passedOver).toEqual(left);
      expect(some.notices.map(({ name }) => name)).toContain("models-passed-over");
      expect(some.chosen).toEqual(all.chosen);
      for (const { fit: found } of all.contenders) {
        const alone = fit(found.model, data.histories);
        expectClose(found.logLikelihood, alone.logLikelihood, 1e-12, found.model.name);
        for (const parameter of Object.keys(alone.parameters)) {
          expectClose(
            found.parameters[parameter]!,
            alone.parameters[parameter]!,
            1e-8,
            `${found.model.name} ${parameter}`,
          );
        }
      }
    },
  );

  it("says that the holdout took part in the choice", () => {
    const data = tournamentData(drawWorld(TRUE_MODELS[1]!, 300, 0).base);
    const names = (held: Tournament) => held.notices.map(({ name }) => name);
    expect(names(tournament(data, [nbd, bgNbd]))).toContain("holdout-took-part");
    expect(names(tournament({ histories: data.histories }, [nbd, bgNbd]))).not.toContain("holdout-took-part");
    expect(names(tournament(data, [nbd]))).not.toContain("holdout-took-part");
  });

  it("needs a model that can compete", () => {
    expect(() => tournament({ histories }, [gammaGamma])).toThrow(/purchase models in continuous time/);
    expect(() => tournament({ histories }, [cnbd(2, 0)])).toThrow(/litt/);
  });
});

describe("choosing a model", () => {
  it("takes one that is named without fitting it", () => {
    const histories = { length: 0 } as never;
    expect(chooseModel({ histories }, "pareto-nbd", models)).toStrictEqual({ model: paretoNbd });
  });

  it("lets all in continuous time compete for auto but the wider one, and several that are named", () => {
    const continuous = models.filter(
      (one) => one.kind === "purchase" && one.clock === "continuous" && one !== paretoNbd.wider!.model,
    );
    expect(modelsNamed("auto", models)).toStrictEqual(continuous);
    expect(modelsNamed("nbd, mbg-nbd,nbd", models)).toStrictEqual([nbd, mbgNbd]);
  });

  it.each(["bgnbd", "", "auto,nbd", "nbd,gamma-gamma"])("refuses %j", (wanted) => {
    expect(() => modelsNamed(wanted, models)).toThrow(/auto, or/);
  });
});
