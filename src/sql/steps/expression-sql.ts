import type { Expression } from "../../data/expression.ts";
import type { Dialect } from "../dialect.ts";

/**
 * A value expression as SQL over doubles: the same operations in the same order as in memory. Undefined if the last bit may differ: IEEE
 * 754 leaves the rounding of powers open.
 *
 * Each node is rendered from the parsed tree and closed in parentheses: no text of the user's reaches the SQL.
 *
 * @param column - A column's value as SQL, a double.
 */
export function expressionSql(
  dialect: Dialect,
  expression: Expression,
  column: (name: string) => string,
): string | undefined {
  const render = (node: Expression): string | undefined => {
    switch (node.kind) {
      case "number":
        return dialect.double(node.value);
      case "column":
        return column(node.name);
      case "negate": {
        const operand = render(node.operand);
        return operand && `(-${operand})`;
      }
      case "binary": {
        const [left, right] = [render(node.left), render(node.right)];
        if (node.operator === "^" || left === undefined || right === undefined) return undefined;
        return `(${left} ${node.operator} ${right})`;
      }
      case "call": {
        const operands = node.operands.map(render);
        if (operands.includes(undefined)) return undefined;
        return `${FUNCTIONS[node.name]}(${operands.join(", ")})`;
      }
    }
  };
  return render(expression);
}

const FUNCTIONS = { min: "least", max: "greatest", abs: "abs", round: "round" } as const;
