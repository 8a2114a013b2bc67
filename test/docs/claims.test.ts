import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportedFunctions } from "./comments.ts";
import { blocksOf, documents, examplesIn } from "./examples.ts";

const root = join(import.meta.dirname, "../..");
const functions = exportedFunctions(root, ["src/index.ts", "src/node.ts", "src/report.ts"]);
const executed = [...examplesIn(join(root, "src")), ...examplesIn(join(root, "models"))]
  .concat(documents(root).flatMap((file) => blocksOf(file, "ts")))
  .map(({ code }) => code)
  .join("\n");

/** Functions without an example of their own and of no other that is executed, by the reason. */
const WITHOUT_EXAMPLE: Readonly<Record<string, readonly string[]>> = {
  "a base and a fit would be longer than what they show": [
    "buildSpendHistories",
    "bootstrapIntervals",
    "bestCustomers",
    "classicalBaselines",
    "classicalCounts",
    "demand",
    "arrivalsLike",
    "customerEquity",
    "equityInterval",
    "futureEquity",
    "firstValueDraws",
    "netValues",
    "totalNetValues",
    "paybackInterval",
    "valueAtAges",
    "sensitivity",
  ],
  "a plan and the customers of a base belong to it": ["assignCosts", "cohortMonths", "planDocument", "planNotices"],
  "the text of a file, which the command writes and reads": [
    "readCustomerBase",
    "customerBaseCsv",
    "logCsv",
    "rejectedCsv",
    "scoresCsv",
  ],
  "formulas of published models, which the tables of their tests show": ["cnbd", "sbgChurn"],
  "files, which an example should not leave behind": ["readText", "openOutputs"],
  "a page, which is looked at": ["buildReportData", "renderReport"],
};

/** Functions of the rooms of mathematics whose formula has no author, by the reason. */
const WITHOUT_SOURCE: Readonly<Record<string, readonly string[]>> = {
  "applies the formulas of a model, which has the sources, or of a fit": [
    "fitBase",
    "score",
    "totalScores",
    "simulateTransactions",
    "firstValueDraws",
    "valueAtAges",
    "paybackInterval",
  ],
  "hands over, reads or writes": [
    "bindModels",
    "numbersOf",
    "horizonIn",
    "horizonLabel",
    "modelsNamed",
    "tournamentData",
    "parseHorizon",
    "planDocument",
    "readPlan",
    "planWith",
    "planNotices",
  ],
  "adds up, sorts or divides, as its doc comment defines": [
    "assignCosts",
    "bestCustomers",
    "crossed",
    "customerEquity",
    "equityInterval",
    "futureEquity",
    "decimalOf",
    "exactSums",
    "moneyOf",
    "totalNetValues",
    "smallestSets",
    "tiersByRank",
    "topCustomers",
    "demand",
    "arrivalsLike",
  ],
  "the arithmetic of costs that its doc comment writes out": [
    "costPerPurchase",
    "discountedAway",
    "lastingValue",
    "newCustomerValue",
    "breakEvenOrder",
    "orderTerms",
    "isBeyond",
    "ltvToCac",
    "worth",
    "payback",
  ],
  "rules of the trade without an author": [
    "classicalBaselines",
    "classicalCounts",
    "orderOverChurn",
    "orderTimesLifespan",
  ],
};

const listed = (reasons: Readonly<Record<string, readonly string[]>>): string[] => Object.values(reasons).flat().sort();

test("every function of the library has an example in its doc comment, or a reason to have none", () => {
  const without = functions.filter(
    ({ name, hasExample }) => !hasExample && !new RegExp(`\\b${name}\\(`).test(executed),
  );
  expect(without.map(({ name }) => name).sort()).toEqual(listed(WITHOUT_EXAMPLE));
});

test("every function of mathematics names its source, or there is a reason that it has none", () => {
  const mathematics = functions.filter(({ file }) => /^src\/(fit|predict|validate|value)\//.test(file));
  expect(mathematics.length).toBeGreaterThan(30);
  const without = mathematics.filter(({ hasSource }) => !hasSource);
  expect(without.map(({ name }) => name).sort()).toEqual(listed(WITHOUT_SOURCE));
});

test("the barrels are read whole", () => {
  const index = readFileSync(join(root, "src/index.ts"), "utf8");
  for (const { name, file } of functions.filter(({ file }) => index.includes(`./${file.slice(4)}`))) {
    expect(index, file).toContain(name);
  }
  expect(functions.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["fit", "score", "openInput", "renderReport"]),
  );
});
