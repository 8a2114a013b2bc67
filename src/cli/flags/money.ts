import { COSTS, type Flag, LOOKS, SCORES } from "./flag.ts";

/** Flags for returns, margin and costs. */
export const MONEY = {
  returns: {
    type: "choice",
    choices: ["net", "match", "drop", "stop"],
    default: "net",
    help: "Effect of values below zero: net lowers the value of their day; match also lowers the customer's earlier purchases, newest first; drop leaves them out; stop ends the run",
    commands: LOOKS,
  },
  margin: {
    type: "share",
    placeholder: "SHARE",
    help: "Profit per unit of value, up to 1 or as a percentage: 0.3 or 30% (default: 1, or the plan's)",
    commands: [...SCORES, "validate", "value", "kpi", "compare"],
  },
  plan: {
    type: "text",
    placeholder: "PLAN.json",
    help: "Costs of orders and customers, in full or by group. Adds net values to the scores",
    helpFor: {
      value: "Costs of orders and customers, in full or by group",
      kpi: "Costs of orders and customers. Adds contribution and acquisition cost",
    },
    commands: COSTS,
  },
  costPerOrder: {
    type: "number",
    placeholder: "MONEY",
    help: "Cost of serving an order that the margin leaves out; replaces a plan in simple cases",
    commands: COSTS,
  },
  acquisitionCost: {
    type: "number",
    placeholder: "MONEY",
    help: "Cost of winning a customer; replaces a plan in simple cases",
    commands: COSTS,
  },
  discountRate: {
    type: "share",
    placeholder: "RATE",
    default: 0,
    help: "Discount per year, below 1 or as a percentage: 0.1 or 10%. Purchases are discounted from the time when they happen",
    helpFor: { contracts: "Discount per renewal, below 1 or as a percentage: 0.1 or 10%" },
    commands: [...SCORES, "value", "kpi", "compare", "contracts"],
  },
} as const satisfies Record<string, Flag>;
