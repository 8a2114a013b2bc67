import { expect, test } from "vitest";
import { runExample } from "./examples.ts";

async function values(code: string): Promise<unknown[][]> {
  const seen: unknown[][] = [];
  await runExample(
    { file: "x.ts", line: 1, code },
    { twice: (x: number) => 2 * x },
    { clv: { third: 1 / 3 } },
    (...pair) => seen.push(pair.slice(0, 2)),
  );
  return seen;
}

test("values stated after a statement are handed over, prose is not", async () => {
  const pairs = await values(
    'import { third } from "clv";\nconst x: number = twice(third); // 0.66...\nx > 1; // false\ntwice(1); // doubled',
  );
  expect(pairs).toHaveLength(2);
  expect(pairs[0]![0]).toEqual(pairs[0]![1]);
  expect(pairs[1]).toEqual([false, false]);
});

test("a number must agree with every digit shown", async () => {
  const [pair] = await values("twice(0.36331); // 0.7266...");
  expect(pair![0]).toEqual(pair![1]);
  expect(0.7264).not.toEqual(pair![1]);
  expect(0.7268).not.toEqual(pair![1]);
  expect(Number.NaN).not.toEqual(pair![1]);
});

test("cut numbers stand inside arrays and objects too", async () => {
  const [pair] = await values("({ a: [1 / 3, 2e-7], b: 'x' }); // { a: [0.333..., 2e-7], b: 'x' }");
  expect(pair![0]).toEqual(pair![1]);
});

test("an import that clv does not have fails", async () => {
  await expect(values('import { nothing } from "clv";')).rejects.toThrow('"clv" has no nothing');
});
