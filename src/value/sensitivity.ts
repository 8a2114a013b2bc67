import type { OrderTerms } from "../predict/worth-formula.ts";

/** Expected purchases of the customers we have, totalled, of one group of the plan. */
export interface Ahead {
  /** Σ E[Z]·D. */
  readonly value: number;
  /** Σ D. */
  readonly purchases: number;
}

/**
 * A group of the plan, with the expected purchases of its customers: unchanged, and under the two levers that need the
 * model.
 */
export interface SensitiveGroup {
  readonly terms: OrderTerms;
  /** The margin within s, and the part of the value it applies to: 1 − returned share. */
  readonly margin: number;
  readonly kept: number;
  readonly ahead: Ahead;
  /** With 1 % fewer dropouts; absent where the model has no dropout. */
  readonly fewerDropouts?: Ahead;
  /** With a discount rate 1 % higher; absent without a rate. */
  readonly higherRate?: Ahead;
}

export type Lever = "margin" | "purchases" | "spend" | "dropout" | "acquisition cost" | "discount rate";

/** The effect of 1 % of a lever on the equity. */
export interface Sensitivity {
  readonly lever: Lever;
  /** −1 for dropout, which a good manager lowers; +1 for all others, in %. */
  readonly percent: 1 | -1;
  /** In money. */
  readonly change: number;
  /** Of the equity; absent where that is not above 0. */
  readonly share?: number;
}

/**
 * The effect of 1 % of each lever on the equity of present customers. It shows which levers matter for this base.
 *
 * Margin, purchases and spend are linear. For dropout (a → 0.99·a) and the discount rate the totals are scored again.
 * The acquisition cost of present customers is sunk: it changes only the equity of future customers.
 *
 * Gupta, Lehmann & Stuart (2004), "Valuing customers", J. Marketing Research 41(1).
 *
 * @param acquisition discounted cost of winning future customers, in money; 0 where none are counted
 * @param equity the equity as the base of the shares; that of the groups when left out
 */
export function sensitivity(groups: readonly SensitiveGroup[], acquisition = 0, equity?: number): Sensitivity[] {
  const now = groups.map(({ terms, ahead }) => worth(terms, ahead));
  const total = equity ?? now.reduce((sum, value) => sum + value, 0);
  const row = (lever: Lever, percent: 1 | -1, changes: readonly number[]): Sensitivity => {
    const change = changes.reduce((sum, value) => sum + value, 0);
    return { lever, percent, change, ...(total > 0 && { share: change / total }) };
  };
  const scored = (lever: Lever, percent: 1 | -1, of: (group: SensitiveGroup) => Ahead | undefined): Sensitivity[] => {
    const changes = groups.flatMap((group, k) => {
      const ahead = of(group);
      return ahead ? [worth(group.terms, ahead) - now[k]] : [];
    });
    return changes.length === groups.length ? [row(lever, percent, changes)] : [];
  };
  return [
    row(
      "margin",
      1,
      groups.map(({ margin, kept, ahead }) => STEP * margin * kept * ahead.value),
    ),
    row(
      "purchases",
      1,
      now.map((value) => STEP * value),
    ),
    row(
      "spend",
      1,
      groups.map(({ terms, ahead }) => STEP * terms.s * ahead.value),
    ),
    ...scored("dropout", -1, ({ fewerDropouts }) => fewerDropouts),
    row("acquisition cost", 1, [-STEP * acquisition + 0]),
    ...scored("discount rate", 1, ({ higherRate }) => higherRate),
  ];
}

const STEP = 0.01;

function worth({ s, k }: OrderTerms, { value, purchases }: Ahead): number {
  return s * value - k * purchases;
}
