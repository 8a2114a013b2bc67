import { COSTS, type Flag, LOOKS, SCORES } from "./flag.ts";

/** Returns, margin and costs. */
export const MONEY = {
  returns: {
    type: "choice",
    choices: ["net", "match", "drop", "stop"],
    default: "net",
    help: "Values below zero: net lowers the value of their day; match also that of the customer's earlier purchases, newest first, for returns that come on later days; drop leaves them out; stop ends the run",
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
    help: "What orders and customers cost, in full or by group: adds net values to the scores",
    helpFor: {
      value: "What orders and customers cost, in full or by group",
      kpi: "What orders and customers cost: adds contribution and acquisition cost",
    },
    commands: COSTS,
  },
  costPerOrder: {
    type: "number",
    placeholder: "MONEY",
    help: "What serving an order costs, beside the margin: a plan of one number",
    commands: COSTS,
  },
  acquisitionCost: {
    type: "number",
    placeholder: "MONEY",
    help: "What winning a customer costs: a plan of one number",
    commands: COSTS,
  },
  discountRate: {
    type: "share",
    placeholder: "RATE",
    default: 0,
    help: "Discount per year, below 1 or as a percentage: 0.1 or 10%; purchases are discounted when they happen",
    helpFor: { contracts: "Discount per renewal, below 1 or as a percentage: 0.1 or 10%" },
    commands: [...SCORES, "value", "kpi", "compare", "contracts"],
  },
} as const satisfies Record<string, Flag>;
