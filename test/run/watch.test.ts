import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { models } from "../../models/index.ts";
import { runCommand } from "../../src/cli/run-command.ts";
import { modelFromJson } from "../../src/io/model-file.ts";
import { normalQuantile } from "../../src/math/normal-quantile.ts";
import { predict, report, run, type WatchOptions, watch } from "../../src/node.ts";
import { seeded } from "../../src/random/seeded.ts";
import { renderReport } from "../../src/report/render-report.ts";
import { type Checkpoint, reachOfAll } from "../../src/watch/verdict.ts";
import { temporaryFolder } from "../support/clv.ts";
import { sharedData } from "../support/log.ts";
import { figures } from "../value/economics.ts";

const sample = sharedData("cdnow-sample.csv");
const cdnow = modelFromJson(readFileSync("models/bg-nbd/fitted/cdnow.json", "utf8"), models);

describe.skipIf(sample === undefined)("a model of CDNOW, watched", () => {
  const [header, ...rows] = new TextDecoder().decode(sample).trim().split(/\r?\n/);
  const logOf = (lines: readonly string[]): string => {
    const path = join(temporaryFolder(), "log.csv");
    writeFileSync(path, [header, ...lines].join("\n"));
    return path;
  };

  const watchFew = async () => {
    const log = logOf(rows.slice(0, 250));
    const output = join(temporaryFolder(), "watch.json");
    const alone = await watch(log, { model: cdnow, output });
    const { writtenBy: _, ...asFound } = JSON.parse(readFileSync(output, "utf8"));
    return { log, alone, asFound };
  };
  let made: ReturnType<typeof watchFew> | undefined;
  /** The model watched on few customers, once for the tests of pages. */
  const fewWatched = (): ReturnType<typeof watchFew> => (made ??= watchFew());

  it("no longer holds after nine months, as the refits of the reference say, and exits with 3", async () => {
    const output = {
      written: "",
      write(text: string) {
        this.written += text;
        return true;
      },
    };
    const world = { stdin: (async function* () {})(), stdout: output, stderr: output, env: {} };
    const found = join(temporaryFolder(), "watch.json");
    const code = await runCommand(
      ["watch", logOf(rows), "--model", "models/bg-nbd/fitted/cdnow.json", "-o", found, "-q"],
      world as never,
    );
    expect(code).toBe(3);
    const { verdict, checkpoints, refit, ranking } = JSON.parse(readFileSync(found, "utf8"));
    expect(verdict).toBe("fit again");
    // README: 1,653 purchases expected in 39 weeks, 1,882 actual.
    expect(checkpoints.at(-1)).toMatchObject({ until: "1998-06-30", actual: 1882 });
    expect(checkpoints.at(-1).expected).toBeCloseTo(1653.40869794, 4);
    // The log: 1,959 rows after the fit, worth 70,976.39.
    const { value } = checkpoints.at(-1);
    expect(Math.abs(value.actual / 70_976.39 - 1)).toBeLessThan(1e-12);
    const asFitted = { model: cdnow, until: "1997-09-30", horizon: "273d", interval: 0.9 } as const;
    const { scores, intervals } = await predict(logOf(rows), asFitted);
    expect(Math.abs(value.expected / scores.value!.equity - 1)).toBeLessThan(1e-12);
    // The limits are as wide as the outcome interval of this total, at the probability that one of all limits needs.
    const { low, high } = intervals!.outcome.value!;
    const deviations = reachOfAll(0.99, checkpoints.length) / normalQuantile(0.95);
    expect(Math.abs((value.high - value.low) / (high - low) / deviations - 1)).toBeLessThan(0.15);
    expect(Math.abs((value.high + value.low) / 2 / value.expected - 1)).toBeLessThan(1e-12);
    expect(
      checkpoints.every(
        ({ value }: Checkpoint, k: number) => k === 0 || value!.actual > checkpoints[k - 1].value.actual,
      ),
    ).toBe(true);
    const last = figures("cdnow-refits-through-time").at(-1)!;
    // The reference discounts, which takes the same part of both values to a thousandth.
    const change = Number(last["clv_1y_refitted"]) / Number(last["clv_1y_parameters_of_1997_09"]);
    expect(Math.abs(refit.equity.refit / refit.equity.old / change - 1)).toBeLessThan(2e-3);
    expect(refit.p).toBeLessThan(0.001);
    expect(ranking.actual).toBeGreaterThan(ranking.expected);
  });

  it("holds after one month; nothing changes with the engine, the threads, the order of rows or the names of customers", async () => {
    const asked = { model: cdnow, until: "1997-10-31" } as const;
    const bytes = async (path: string, machine: Partial<WatchOptions>): Promise<string> => {
      const output = join(temporaryFolder(), "watch.json");
      const { verdict } = await watch(path, { ...asked, ...machine, output });
      expect(verdict).toBe("holds");
      return readFileSync(output, "utf8");
    };
    const few = rows.slice(0, 1000);
    const expected = await bytes(logOf(few), { engine: "memory" });
    const random = seeded(5);
    const shuffled = few.map((row) => ({ row, at: random.uniform() })).sort((a, b) => a.at - b.at);
    const renamed = shuffled.map(({ row }) => row.replace(/^\d+/, (id) => `x${id.split("").reverse().join("")}`));
    expect(await bytes(logOf(renamed), { engine: "duckdb", threads: 2 })).toBe(expected);
  });

  it("is drawn on the page of a run, as clv watch finds it, in both engines", async () => {
    const { log, alone, asFound } = await fewWatched();
    // Days, while the model counts weeks: the verdict doesn't depend on the unit of the run.
    const asked = { unit: "day", model: "bg-nbd", watch: cdnow } as const;
    const { watch: found, notices, files } = await run(log, { ...asked, engine: "memory", output: temporaryFolder() });
    expect(JSON.parse(readFileSync(files.summary!, "utf8")).watch).toStrictEqual(asFound);
    expect(notices.some(({ name }) => name === "model-drifted")).toBe(alone.verdict !== "holds");
    expect((await run(log, { ...asked, engine: "duckdb" })).watch).toStrictEqual(found);
    const page = readFileSync(files.report!, "utf8");
    const chapter = page.slice(page.indexOf('id="still-holds"')).split("</section>")[0];
    expect(chapter).toContain("The model fitted before 1 Oct 1997 is compared with the later purchases");
    expect(chapter).toContain(alone.sentence.replace(/\.$/, ""));
  });

  it("is drawn on the page of its own scores where the log goes on, in both engines", async () => {
    const { log, alone, asFound } = await fewWatched();
    const { page, notices } = await report(log, { model: cdnow, engine: "memory" });
    expect(page.watched).toMatchObject({ split: "1997-10-01", verdict: alone.verdict, sentence: alone.sentence });
    expect(await renderReport(page)).toContain("All scores on this page come from this model.");
    expect(page.watched!.checkpoints).toStrictEqual(asFound.checkpoints);
    expect(notices.some(({ name }) => name === "model-drifted")).toBe(alone.verdict !== "holds");
    const { page: inDuckdb } = await report(log, { model: cdnow, engine: "duckdb" });
    expect(JSON.stringify(inDuckdb)).toBe(JSON.stringify(page));
    // Where no customer was known at the fit, the page is that of its own scores all the same.
    const later = logOf(
      rows
        .filter((row) => row.split(",")[1]! > "1997-11")
        .slice(0, 250)
        .map((row) => `n${row}`),
    );
    expect((await report(later, { model: cdnow })).page.watched).toBeUndefined();
    // Without later purchases, and with a model fitted to the log itself, there is nothing to watch.
    expect((await report(log, { model: cdnow, until: "1997-09-30" })).page.watched).toBeUndefined();
  });

  it("can't be told where nothing came since the fit", async () => {
    await expect(watch(logOf(rows), { model: cdnow, until: "1997-09-30" })).rejects.toThrow(
      /up to which the model was fitted/,
    );
  });
});
