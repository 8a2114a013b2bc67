/**
 * `node dist/bench/fits/run.js [DATA_SETS]`: fits simulated data sets over wide ranges, searches each again from many starts,
 * and writes the table of bench/fits/README.md. Exits with 1 where a fit is neither stationary nor diagnosed, or is beaten.
 */
import { writeFileSync } from "node:fs";
import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { fit } from "../../src/fit/fit.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import { seeded } from "../../src/random/seeded.ts";
import { dataSet } from "../../test/support/data-sets.ts";
import { multiStart } from "../../test/support/multi-start.ts";

const GRADIENT = 1e-8;
const SHORTFALL = 1e-6;
const NEWTON_STARTS = 30;
const NELDER_MEAD_STARTS = 2;

const count = Number(process.argv[2] ?? 500);
const fits: { readonly result: Fit; readonly shortfall: number }[] = [];
for (let k = 0; k < count; k++) {
  const { histories } = dataSet(k);
  const result = fit(bgNbd, histories);
  const best = multiStart(bgNbd.objective(histories), seeded(20_261, k), NEWTON_STARTS, NELDER_MEAD_STARTS);
  fits.push({ result, shortfall: best - result.logLikelihood });
}

const limitsOf = ({ notices }: Fit) =>
  notices.filter(({ name }) => bgNbd.limits.some((limit) => limit.name === name)).map(({ name }) => name);
const verdicts = new Map<string, Fit[]>();
for (const { result } of fits) {
  const verdict = [result.stop, ...limitsOf(result)].join(", ");
  verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), result]);
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const rows = [...verdicts]
  .toSorted(([, a], [, b]) => b.length - a.length)
  .map(([verdict, results]) => {
    const gradient = Math.max(...results.map(({ gradientNorm }) => gradientNorm));
    const evaluations = results.map((result) => result.evaluations);
    return `| ${verdict} | ${results.length} | ${gradient.toExponential(1)} | ${median(evaluations)} | ${Math.max(...evaluations)} |`;
  });

const failed = fits.filter(({ result }) => !(result.converged && result.gradientNorm <= GRADIENT));
const beaten = fits.filter(({ shortfall }) => shortfall > SHORTFALL);
const withoutInterior = fits.filter(({ result }) => result.stop === "limit");
const weak = fits.filter(({ result }) => result.notices.some(({ name }) => name === "weakly-identified"));
const shortest = Math.max(...fits.map(({ shortfall }) => shortfall));

const text = `# ${count} fits over wide ranges

Does every fit end well, and is there none better? ${failed.length === 0 ? "Yes" : `No: ${failed.length} did not end`}, and ${beaten.length === 0 ? "none was beaten" : `${beaten.length} were beaten`}.
Of ${count} data sets ${withoutInterior.length} have no interior maximum, and a notice names the limit that each of those fits runs to. In ${weak.length} data sets a parameter
has a standard error of ln θ above 1, and a notice says so too.

Data: r .05-5, α 1-500, a .05-5, b .3-20, 200-5 000 customers, horizons 50-1 000 days, uniform on the log scale. Arrivals are uniform
over the horizon, and purchases are on the grid of days (\`test/support/data-sets.ts\`). Each fit is held against ${NEWTON_STARTS} Newton and ${NELDER_MEAD_STARTS} Nelder-Mead
searches from random starts, ten times wider at either end (\`test/support/multi-start.ts\`).

| stop, limits | fits | largest scaled gradient | evaluations, median | most |
|---|---:|---:|---:|---:|
${rows.join("\n")}

No other search was more than ${shortest.toExponential(1)} in log-likelihood above a fit (held to ${SHORTFALL}).
Written by \`npm run build && node dist/bench/fits/run.js\`.
`;
writeFileSync("bench/fits/README.md", text);
console.log(text);
if (failed.length + beaten.length > 0) process.exitCode = 1;
