import { ClvError, requireNonNegative, requirePositive } from "../errors.ts";
import { roundDigits } from "../math/round-digits.ts";

/** A share as a percentage: "30%" is 0.3. */
export type Percentage = `${number}%`;

/** The valuation of the purchases within a horizon. */
export interface WorthOptions {
  /**
   * Part of the value that is profit: A number above 0 and up to 1, or a percentage, which may be above 100. It is 1
   * when left out.
   */
  readonly margin?: number | Percentage;
  /**
   * Discount rate per year: a number from 0 and below 1, or a percentage, which may be above 100. Money a year from now is worth
   * 1/(1 + rate); 0 when left out.
   */
  readonly discountRate?: number | Percentage;
}

/** The same as numbers. */
export interface Worth {
  readonly margin: number;
  readonly discountRate: number;
}

/**
 * Margin and discount rate as numbers. A user who writes 30 nearly always means 30 %, so a number that large is
 * refused. It can still be given as a percentage, 3000%.
 *
 * @throws ClvError `usage` for a margin that is not above 0 or a discount rate below 0. Also for a number where only a
 * percentage is clear: a margin above 1, a discount rate of 1 or more
 */
export function worthOf({ margin = 1, discountRate = 0 }: WorthOptions): Worth {
  const worth = { margin: numberOf("margin", margin), discountRate: numberOf("discount rate", discountRate) };
  requirePositive("margin", worth.margin);
  requireNonNegative("discount rate", worth.discountRate);
  if (margin === worth.margin && margin > 1)
    throw unclear("margin", margin, "a share of the value, above 0 and up to 1");
  if (discountRate === worth.discountRate && discountRate >= 1)
    throw unclear("discount rate", discountRate, "a rate per year, from 0 and below 1");
  return worth;
}

const PERCENTAGE = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*%\s*$/;

function numberOf(where: string, value: number | Percentage): number {
  if (typeof value === "number") return value;
  const found = typeof value === "string" ? PERCENTAGE.exec(value)?.[1] : undefined;
  if (found !== undefined) return Number(found) / 100;
  throw new ClvError("usage", { where, expected: "a number such as 0.3, or a percentage such as 30%", got: value });
}

function unclear(where: string, value: number, expected: string): ClvError {
  // Shortest text of a quotient by 100, and of a product: 0.3, not 0.30000000000000004.
  const [share, percent] = [roundDigits(value / 100, 15), roundDigits(value * 100, 15)];
  return new ClvError("usage", {
    where,
    expected,
    got: value,
    wayOut: `${value} % is ${share}: write ${share} or ${value}%. If you mean ${percent} %, write ${percent}%.`,
  });
}
