import type { MathNode } from "mathjs";
import { ClvError } from "../errors.ts";

/** An arithmetic expression over the columns of a row: the closed list of operations for a value. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "negate"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: "+" | "-" | "*" | "/" | "^";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "call";
      readonly name: "min" | "max" | "abs" | "round";
      readonly operands: readonly Expression[];
    };

type Operator = (Expression & { kind: "binary" })["operator"];
type FunctionName = (Expression & { kind: "call" })["name"];

const OPERATORS: readonly string[] = ["+", "-", "*", "/", "^"];
const FUNCTIONS: readonly string[] = ["min", "max", "abs", "round"];
const ALLOWED = "numbers, columns, + - * / ^, parentheses, min, max, abs and round";
const LONGEST = 1000;

/**
 * Parses a value expression such as `Quantity * Price` or ``0.4 * `Unit price` - 2.5``. A name with other characters
 * than letters, digits and underscores needs double quotes or back quotes. `mathjs` parses the text, then a walk over
 * the tree accepts a closed list of nodes. So only arithmetic passes: no assignment, property, text, unit, other
 * function or product without `*`.
 *
 * `mathjs` is loaded when the first expression is parsed, because loading it takes longer than reading a small log.
 */
export async function parseExpression(text: string, columns: readonly string[]): Promise<Expression> {
  if (columns.includes(text)) return { kind: "column", name: text };
  const refuse = (got: string): never => {
    throw new ClvError("usage", {
      where: `value ${JSON.stringify(text.slice(0, 80))}`,
      expected: ALLOWED,
      got,
      wayOut: `Columns are ${columns.map((name) => JSON.stringify(name)).join(", ")}; put a name with blanks in double quotes or backquotes: "Unit price" * qty.`,
    });
  };
  if (text.length > LONGEST) refuse(`${text.length} characters`);
  const { plain, quoted } = replaceQuotes(text, refuse);
  const { parse } = await import("mathjs/number");
  let tree: MathNode;
  try {
    tree = parse(plain);
  } catch (error) {
    return refuse(`what cannot be parsed: ${(error as Error).message}`);
  }
  const column = (name: string): Expression => {
    const original = quoted.get(name) ?? name;
    return columns.includes(original) ? { kind: "column", name: original } : refuse(`an unknown column ${original}`);
  };
  return convert(tree, column, refuse);
}

/** Names in quotes, which mathjs does not know, become symbols that do not occur in the text. */
function replaceQuotes(text: string, refuse: (got: string) => never): { plain: string; quoted: Map<string, string> } {
  let prefix = "quoted";
  while (text.includes(prefix)) prefix += "_";
  const quoted = new Map<string, string>();
  const plain = text.replace(/`([^`]*)`|"([^"]*)"/g, (_, back?: string, double?: string) => {
    const symbol = `${prefix}${quoted.size}`;
    quoted.set(symbol, (back ?? double)!);
    return ` ${symbol} `;
  });
  return /[`"]/.test(plain) ? refuse("a quote without a closing quote") : { plain, quoted };
}

interface OperatorParts {
  readonly fn: string;
  readonly op: string;
  readonly args: MathNode[];
  readonly implicit: boolean;
  readonly isPercentage: boolean;
}

/** The tree of mathjs as an expression, node by node. */
function convert(node: MathNode, column: (name: string) => Expression, refuse: (got: string) => never): Expression {
  const down = (child: MathNode): Expression => convert(child, column, refuse);
  if (node.comment) return refuse("a comment");
  // The typings of mathjs do not narrow MathNode by `type`.
  const any = node as unknown as Record<string, never> & { type: string };
  switch (any.type) {
    case "ParenthesisNode":
      return down(any["content"]);
    case "ConstantNode": {
      const value: unknown = any["value"];
      if (typeof value !== "number" || !Number.isFinite(value)) return refuse(`the constant ${JSON.stringify(value)}`);
      return { kind: "number", value };
    }
    case "SymbolNode":
      return column(any["name"]);
    case "OperatorNode": {
      const { fn, op, args, implicit, isPercentage } = any as unknown as OperatorParts;
      if (implicit) return refuse("a product without *");
      if (isPercentage) return refuse("the operator %");
      if (fn === "unaryMinus") return { kind: "negate", operand: down(args[0]) };
      if (args.length !== 2 || !OPERATORS.includes(op)) return refuse(`the operator ${op}`);
      return { kind: "binary", operator: op as Operator, left: down(args[0]), right: down(args[1]) };
    }
    case "FunctionNode": {
      const { fn, args } = any as unknown as { fn: { type: string; name: string }; args: MathNode[] };
      if (fn.type !== "SymbolNode" || !FUNCTIONS.includes(fn.name)) return refuse(`the function ${fn.name ?? "call"}`);
      const single = fn.name === "abs" || fn.name === "round";
      if (single ? args.length !== 1 : args.length < 2) return refuse(`${fn.name} of ${args.length} arguments`);
      return { kind: "call", name: fn.name as FunctionName, operands: args.map(down) };
    }
    default:
      return refuse(`a ${any.type}`);
  }
}

/** The columns of an expression, each once, in the order of their first appearance. */
export function columnsOf(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.kind === "column") names.add(node.name);
    else if (node.kind === "negate") visit(node.operand);
    else if (node.kind === "binary") [node.left, node.right].forEach(visit);
    else if (node.kind === "call") node.operands.forEach(visit);
  };
  visit(expression);
  return [...names];
}

/**
 * The expression as a function of the values of {@link columnsOf} it, in that order. Division by zero and the like
 * follow IEEE 754. `round` gives whole numbers, half away from zero, as in SQL.
 */
export function compileExpression(expression: Expression): (values: ArrayLike<number>) => number {
  const index = new Map(columnsOf(expression).map((name, k) => [name, k]));
  const build = (node: Expression): ((values: ArrayLike<number>) => number) => {
    switch (node.kind) {
      case "number": {
        const { value } = node;
        return () => value;
      }
      case "column": {
        const k = index.get(node.name)!;
        return (values) => values[k];
      }
      case "negate": {
        const operand = build(node.operand);
        return (values) => -operand(values);
      }
      case "binary":
        return binary(node.operator, build(node.left), build(node.right));
      case "call": {
        const operands = node.operands.map(build);
        const first = operands[0];
        if (node.name === "abs") return (values) => Math.abs(first(values));
        if (node.name === "round") return (values) => roundHalfAway(first(values));
        const pick = node.name === "min" ? Math.min : Math.max;
        return (values) => operands.reduce((best, operand) => pick(best, operand(values)), first(values));
      }
    }
  };
  return build(expression);
}

function binary<V>(operator: Operator, left: (values: V) => number, right: (values: V) => number) {
  switch (operator) {
    case "+":
      return (values: V) => left(values) + right(values);
    case "-":
      return (values: V) => left(values) - right(values);
    case "*":
      return (values: V) => left(values) * right(values);
    case "/":
      return (values: V) => left(values) / right(values);
    case "^":
      return (values: V) => left(values) ** right(values);
  }
}

function roundHalfAway(x: number): number {
  return x < 0 ? -Math.round(-x) : Math.round(x);
}
