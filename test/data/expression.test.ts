import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf, compileExpression, type Expression, parseExpression } from "../../src/data/expression.ts";

const columns = ["Quantity", "Price", "Unit price", "amount", "in", "e", "unit-cost", "Größe"];

async function value(text: string, row: Record<string, number> = {}): Promise<number> {
  const expression = await parseExpression(text, columns);
  return compileExpression(expression)(columnsOf(expression).map((name) => row[name]!));
}

describe("what gets through", () => {
  test("arithmetic over columns", async () => {
    expect(await value("Quantity * Price", { Quantity: 3, Price: 2.5 })).toBe(7.5);
    expect(await value("0.4 * amount - 2.5", { amount: 10 })).toBe(1.5);
    expect(await value("`Unit price` * Quantity - `unit-cost`", { "Unit price": 2, Quantity: 3, "unit-cost": 1 })).toBe(
      5,
    );
    expect(await value("-amount^2 / (1 + Größe)", { amount: 3, Größe: 2 })).toBe(-3);
    expect(await value("2^3^2")).toBe(512);
    expect(await value("max(0, min(amount, Price, 5)) + abs(-2)", { amount: 7, Price: 6 })).toBe(7);
    expect(await value("e + `in`", { e: 1, in: 2 })).toBe(3);
    expect(await value('e * "in"', { e: 4, in: 2 })).toBe(8);
  });

  test("round is half away from zero, as in SQL", async () => {
    for (const [x, rounded] of [
      [2.5, 3],
      [-2.5, -3],
      [0.49999999999999994, 0],
      [-1.4, -1],
    ]) {
      expect(await value("round(amount)", { amount: x! })).toBe(rounded === 0 ? 0 : rounded);
    }
  });

  test("a column's name as it is, with any characters", async () => {
    expect(await parseExpression("Unit price", columns)).toEqual({ kind: "column", name: "Unit price" });
  });
});

describe("nothing else", () => {
  const refused: [text: string, met: RegExp][] = [
    ["amount = 5", /a AssignmentNode/],
    ["f(x) = x", /a FunctionAssignmentNode/],
    ["amount.constructor", /a AccessorNode/],
    ["amount[1]", /a AccessorNode/],
    ['"text"', /an unknown column text/],
    ["true", /the constant true/],
    ["Infinity", /the constant/],
    ["1e400", /the constant/],
    ["sqrt(amount)", /the function sqrt/],
    ['import("fs")', /the function import/],
    ['evaluate("1+1")', /the function evaluate/],
    ["cos.constructor(1)", /the function|a AccessorNode/],
    ["2 amount", /a product without \*/],
    ["5 cm", /a product without \*/],
    ["amount Price", /a product without \*/],
    ["amount%", /the operator %/],
    ["amount % 2", /the operator %/],
    ["amount mod 2", /the operator mod/],
    ["amount!", /the operator !/],
    ["amount'", /the operator '/],
    ["+amount", /the operator \+/],
    ["amount > 2", /the operator >/],
    ["amount ? 1 : 2", /a ConditionalNode/],
    ["amount; Price", /a BlockNode/],
    ["amount # note", /a comment/],
    ["[1, 2]", /a ArrayNode/],
    ["{a: 1}", /a ObjectNode/],
    ["1:3", /a RangeNode/],
    ["amount to Price", /the operator to/],
    ["not amount", /the operator not/],
    ["amount .* Price", /the operator \.\*/],
    ["abs(1, 2)", /abs of 2 arguments/],
    ["min(1)", /min of 1 arguments/],
    ["unknown + 1", /an unknown column unknown/],
    ["`unknown` + 1", /an unknown column unknown/],
    ["__proto__", /an unknown column __proto__/],
    ["pi", /an unknown column pi/],
    ["amount +", /what cannot be parsed/],
    ["`amount", /a quote without a closing quote/],
    ["", /the constant|cannot be parsed/],
    ["(".repeat(900), /what cannot be parsed/],
    ["1+".repeat(600), /1200 characters/],
  ];
  for (const [text, met] of refused) {
    test(JSON.stringify(text.slice(0, 30)), async () => {
      await expect(parseExpression(text, columns)).rejects.toThrow(met);
      await expect(parseExpression(text, columns)).rejects.toThrow(
        /expected numbers, columns, \+ - \* \/ \^, parentheses/,
      );
    });
  }

  test("the result for any text is a tree of the closed list", async () => {
    const kinds = ["number", "column", "negate", "binary", "call"];
    const walk = (node: Expression): void => {
      expect(kinds).toContain(node.kind);
      if (node.kind === "column") expect(columns).toContain(node.name);
      if (node.kind === "negate") walk(node.operand);
      if (node.kind === "binary") [node.left, node.right].forEach(walk);
      if (node.kind === "call") node.operands.forEach(walk);
    };
    const words = fc.constantFrom(
      ...["amount", "Price", "`Unit price`", "2", ".5", "+", "-", "*", "/", "^", "(", ")", ","],
      ...["min(", "abs(", "=", ".", "[", "]", '"', "'", "%", "!", ";", "#", " ", "f", "eval(", "`", "{", "}", ":"],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 9 }), async (parts) => {
        const tree = await parseExpression(parts.join(""), columns).catch((error: Error) => error);
        if (tree instanceof Error) expect(tree.name).toBe("ClvError");
        else walk(tree);
      }),
      { numRuns: 500 },
    );
  });

  test("an expression of plain arithmetic has the value JavaScript gives it", async () => {
    const number = fc.integer({ min: 0, max: 99 }).map(String);
    const leaf = fc.oneof(number, fc.constant("amount"));
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc
          .tuple(tie("tree"), fc.constantFrom("+", "-", "*", "/"), tie("tree"))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie("tree").map((a) => `-(${a})`),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, fc.double({ noNaN: true, noDefaultInfinity: true }), async (text, amount) => {
        expect(await value(text, { amount })).toEqual(new Function("amount", `return ${text}`)(amount));
      }),
    );
  });
});
