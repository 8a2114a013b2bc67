import { expect, it } from "vitest";
import { evaluateColumns } from "../../src/data/evaluate-columns.ts";
import { columnsOf, compileExpression, parseExpression } from "../../src/data/expression.ts";
import { seeded } from "../../src/random/seeded.ts";

it("gives the bits of the expression row by row, for any number of rows", async () => {
  const random = seeded(3);
  for (const length of [0, 1, 2047, 2048, 2049, 5000]) {
    const column = () => Float64Array.from({ length }, () => 1e3 * (random.uniform() - 0.3) ** 5);
    const columns = { a: column(), b: column(), c: column() };
    if (length > 2) columns.b.set([Number.NaN, Number.POSITIVE_INFINITY, -0]);
    for (const text of ["a", "0.3 * a * b - 4 * b", "a + (b - c) * 2", "-a / b + max(a, 2, c) * 3", "a * round(c)"]) {
      const expression = await parseExpression(text, ["a", "b", "c"]);
      const evaluate = compileExpression(expression);
      const operands = columnsOf(expression).map((name) => columns[name as "a"]);
      const expected = Array.from({ length }, (_, row) => evaluate(operands.map((operand) => operand[row]!)));
      expect(Array.from(evaluateColumns(expression, columns, length)), `${text}, ${length} rows`).toEqual(expected);
    }
  }
});
