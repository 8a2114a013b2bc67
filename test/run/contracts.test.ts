import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/run-command.ts";
import { isOwn } from "../../src/io/own-file.ts";
import { contracts } from "../../src/node.ts";
import { expectClose } from "../support/close.ts";
import { temporaryFolder } from "../support/clv.ts";

/** The High End customers of Fader & Hardie (2007), to the seventh renewal. */
const HIGH_END = "cohort,0,1,2,3,4,5,6,7\nhigh end,1000,869,743,653,593,551,517,491\n";

async function clv(argv: readonly string[], text = "") {
  const written = { out: "", err: "" };
  const sink = (key: "out" | "err") =>
    new Writable({
      write(piece, _, done) {
        written[key] += piece;
        done();
      },
    });
  const stdin = Readable.from([Buffer.from(text)]);
  const code = await runCommand(argv, { stdin, stdout: sink("out"), stderr: sink("err"), env: {} });
  return { code, ...written };
}

const read = (text: string, options = {}) => contracts("-", { stdin: Readable.from([Buffer.from(text)]), ...options });

describe("clv contracts", () => {
  it("finds the published estimates: .668, 3.806 at −1611.2", async () => {
    const { fit, rows } = await read(HIGH_END);
    // ../shared/MODELS.md, §4.
    expectClose(fit.parameters.alpha, 0.668088351106, 1e-10);
    expectClose(fit.parameters.beta, 3.80609496406, 1e-10);
    expectClose(fit.logLikelihood, -1611.15814739, 1e-11);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatchObject({ renewal: 1, due: 1000, renewed: 869, observed: 0.869 });
    expectClose(rows[0]!.retention, 3.80609496406 / (3.80609496406 + 0.668088351106), 1e-10);
    expect(rows[7]!.due).toBeUndefined();
  });

  it("finds the same in rows of renewals and churn", async () => {
    const left = [131, 126, 90, 60, 42, 34, 26].map((n, k) => `${k + 1},yes,${n}`);
    const rows = ["renewals,churned,customers", ...left, "7,no,491"].join("\n");
    const [one, other] = [await read(HIGH_END, { discountRate: 0.1 }), await read(rows, { discountRate: 0.1 })];
    expect(other.fit).toEqual(one.fit);
    expect(other.rows).toEqual(one.rows);
    expectClose(one.discountedLifetime!, 1 + one.rows[0]!.residual! / 1.1, 1e-14);
  });

  it("writes a table and a document, known again as its own, and replaces no other file", async () => {
    const folder = temporaryFolder();
    const [csv, json] = [join(folder, "curve.csv"), join(folder, "curve.json")];
    for (const path of [csv, json, csv]) {
      const { code, out } = await clv(["contracts", "-", "--discount-rate", "10%", "-o", path], HIGH_END);
      expect(code).toBe(0);
      expect(out).toMatch(/α +0\.668 /);
      expect(out).toContain("86.9 %");
    }
    expect(await isOwn(csv, "contracts")).toBe(true);
    expect(readFileSync(csv, "utf8").split("\n")[1]).toMatch(/^1,1000,869,0\.869,0\.85/);
    const { fit, curve } = JSON.parse(readFileSync(json, "utf8"));
    expect(fit.converged).toBe(true);
    expect(curve[0]).toMatchObject({ renewal: 1, due: 1000 });
    writeFileSync(csv, "a,b\n1,2\n");
    expect(await clv(["contracts", "-", "-o", csv], HIGH_END)).toMatchObject({ code: 2, out: "" });
    expect(readFileSync(csv, "utf8")).toBe("a,b\n1,2\n");
  });

  it.each([
    ["customer,date\na,2024-01-01\n", /expected a first column with the name of the cohort/],
    ["cohort,0,1,2\nx,100,90,95\n", /row 2: expected customers at the start .* got "100,90,95"/],
    ["cohort,0,1,2\nx,100,,80\n", /row 2, column 1: expected a whole number of at least 0, got "nothing"/],
    ["cohort,0,1\nx,100,\n", /Leave out a cohort that has had no renewal yet/],
    ["renewals,churned\n0,yes\n", /row 2, renewals: expected a whole number from 1 to 10,000, got "0"/],
    ["renewals,churned\n20000,yes\n", /row 2, renewals: expected a whole number from 1 to 10,000, got "20000"/],
    ["renewals,churned\n2,perhaps\n", /row 2, churned: expected yes or no/],
    ["cohort,0,1\nx,100,100\n", /none who churned/],
  ])("says what is wrong with %j", async (text, said) => {
    const { code, err } = await clv(["contracts", "-"], text);
    expect(code).toBe(1);
    expect(err).toMatch(said);
  });

  it("says where there is no discount, and where customers are alike", async () => {
    const { notices } = await read("cohort,0,1,2,3\nx,1000,900,810,729\n");
    expect(notices.map(({ name }) => name)).toEqual(["contracts-alike", "no-discount"]);
  });
});
