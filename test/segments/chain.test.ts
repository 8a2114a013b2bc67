import { expect, it } from "vitest";
import { chainValue } from "../../src/segments/chain.ts";
import { homogeneity } from "../../src/segments/homogeneity.ts";
import { betaRates } from "../../src/segments/move-rates.ts";
import { midRankScores, NAMED, namedSegment } from "../../src/segments/rfm.ts";
import { figures, figuresJson } from "../value/economics.ts";
import { REFERENCE } from "./reference-schemes.ts";

interface Examples {
  readonly pfeifer_carraway_2000: {
    readonly p: string[];
    readonly reward: string[];
    readonly d: string;
    readonly value_infinite: string[];
    readonly value_T4: string[];
  };
  readonly rfm_scores_ties: { readonly values: number[]; readonly scores: number[] };
}
const examples = figuresJson<Examples>("worked-examples");

const near = (actual: number, expected: number, digits: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(Math.max(Math.abs(expected), 1e-12) * 10 ** -digits);

it("values the example of Pfeifer & Carraway to 12 digits", () => {
  const { p, reward, d, value_infinite, value_T4 } = examples.pfeifer_carraway_2000;
  const moves = new Float64Array(25);
  p.forEach((share, k) => {
    moves[k * 5] = Number(share);
    moves[k * 5 + k + 1] = 1 - Number(share);
  });
  moves[24] = 1;
  const chain = { segments: 5, moves, reward: Float64Array.from(reward, Number) };
  const terms = { factor: 1 / (1 + Number(d)), convention: "entered" } as const;
  chainValue(chain, { ...terms, periods: Number.POSITIVE_INFINITY }).forEach((v, k) => {
    near(v, Number(value_infinite[k]), 11);
  });
  chainValue(chain, { ...terms, periods: 4 }).forEach((v, k) => {
    near(v, Number(value_T4[k]), 11);
  });
});

it("values the chain of CDNOW as the reference", () => {
  const { P, reward, states } = figuresJson<{ P: number[][]; reward: number[]; states: string[] }>("cdnow-chain");
  // The reference pays on entering a segment, which is worth the mean of that on leaving the one before.
  const onLeaving = P.map((row) => row.reduce((sum, p, to) => sum + p * reward[to]!, 0));
  const chain = { segments: 21, moves: Float64Array.from(P.flat()), reward: Float64Array.from(onLeaving) };
  const factor = 1.1 ** (-1 / 12);
  const year = chainValue(chain, { periods: 12, factor });
  const forEver = chainValue(chain, { periods: Number.POSITIVE_INFINITY, factor });
  const plain = chainValue(chain, { periods: 9, factor: 1 });
  for (const row of figures("cdnow-chain-vs-bgnbd-by-state")) {
    const k = states.indexOf(row["state"]!);
    near(year[k]!, Number(row["chain_clv_12m_per_customer"]), 9);
    near(forEver[k]!, Number(row["chain_clv_infinite"]), 9);
    near(plain[k]!, Number(row["chain_9m_undiscounted"]), 9);
  }
});

it.each(Object.entries(REFERENCE))("gives the posterior of the pooled moves of CDNOW by %s", (name, scheme) => {
  const names = scheme.segments.map((segment) => segment.name);
  const counts = new Float64Array(names.length ** 2);
  const rows = figures(`cdnow-transition-matrix-${name}`);
  const cell = (row: Record<string, string>): number =>
    names.indexOf(row["from"]!) * names.length + names.indexOf(row["to"]!);
  for (const row of rows) counts[cell(row)] = Number(row["count"]);
  const rates = betaRates(counts, names.length, 0.9);
  expect(rates).toHaveLength(rows.length);
  for (const row of rows) {
    const rate = rates.find(({ from, to }) => from * names.length + to === cell(row))!;
    near(rate.of, Number(row["from_total"]), 12);
    near(rate.rate, Number(row["mle"]), 10);
    near(rate.mean, Number(row["posterior_mean"]), 10);
    near(rate.low, Number(row["low90"]), 9);
    near(rate.high, Number(row["high90"]), 9);
  }
});

it.each(Object.entries(REFERENCE))("tests whether CDNOW moves alike in all months by %s", (name, scheme) => {
  const names = scheme.segments.map((segment) => segment.name);
  const size = names.length;
  // The 14 moves after the last customer joined.
  const months = figures("cdnow-kpi-monthly")
    .map((row) => row["period"]!)
    .slice(3, 17);
  const counts = new Float64Array(months.length * size ** 2);
  for (const row of figures(`cdnow-transition-counts-${name}`)) {
    const t = months.indexOf(row["from_period"]!);
    if (t >= 0)
      counts[(t * size + names.indexOf(row["from"]!)) * size + names.indexOf(row["to"]!)] = Number(row["count"]);
  }
  const found = homogeneity(counts, size);
  for (const row of figures(`cdnow-homogeneity-${name}`)) {
    const one = found[names.indexOf(row["from"]!)];
    // The last line of the file is the total.
    if (one === undefined) continue;
    expect([one.periods, one.destinations, one.freedom]).toStrictEqual(
      [row["periods"], row["destinations"], row["df"]].map(Number),
    );
    if (row["G"] === "") expect(one.G).toBeUndefined();
    else {
      near(one.G!, Number(row["G"]), 9);
      near(one.pearson!, Number(row["pearson"]), 9);
      near(one.p!, Number(row["p_G"]), 9);
      near(one.pearsonP!, Number(row["p_pearson"]), 9);
    }
  }
});

it("gives equal values equal scores, and every pair of scores one named segment", () => {
  const { values, scores } = examples.rfm_scores_ties;
  expect([...midRankScores(Float64Array.from(values))]).toStrictEqual(scores);
  for (let R = 1; R <= 5; R++) {
    for (let F = 1; F <= 5; F++) {
      const all = NAMED.filter(({ R: r, F: f }) => R >= r[0] && R <= r[1] && F >= f[0] && F <= f[1]);
      expect(all.length).toBeGreaterThan(0);
      expect(namedSegment(R, F)).toBe(NAMED.indexOf(all[0]!));
      expect(all).toHaveLength(1);
    }
  }
});
