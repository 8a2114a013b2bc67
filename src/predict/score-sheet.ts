import type { Expression } from "../data/expression.ts";
import {
  contributionFormula,
  differenceFormula,
  type FormulaTerms,
  sumFormula,
  worthFormula,
} from "./worth-formula.ts";

/**
 * When a column exists: always, with a model that counts opportunities, with a spend model and values, or with a plan
 * of costs.
 */
export type ScoreGroup = "purchases" | "next" | "value" | "net";

/** A column of the scores, with all that files, tables, the library and databases need. */
export interface ScoreColumn {
  /** The name in files: CSV, Parquet, databases, `--columns`. */
  readonly name: string;
  /** The name in code, in JSON and in formulas. */
  readonly key: string;
  /** The name in printed tables, as within a sentence. */
  readonly title: string;
  readonly unit: "probability" | "purchases" | "money";
  readonly group: ScoreGroup;
  /** Whether it depends on the horizon: with several horizons there is a column for each. */
  readonly ahead?: true;
  /** Whether it has an estimate interval: how well the expectation is known. */
  readonly estimate?: true;
  /** Its outcome interval, with the names of the ends. Absent if it has none. */
  readonly outcome?: { readonly name: string; readonly key: string };
  /** Its formula over earlier columns and {@link INPUTS}, by key. Absent where a model or the log gives the column. */
  readonly formula?: (terms: FormulaTerms) => Expression;
}

/** The inputs of formulas besides the scores, by key, with their names in SQL. No file has them. */
const INPUTS = {
  /** D(h): expected purchases within the horizon, each discounted when it happens. */
  discountedPurchases: "discounted_purchases",
  /** Orders to date, with the first one. */
  orders: "orders",
} as const;

/**
 * The columns of the scores, in the order of files. All names come from this table: the library's `Scores` and
 * intervals, CSV, Parquet, SQL, the best customers, the text table, the page. A new score is one more row.
 */
export const SCORE_SHEET = [
  /** P(alive) at the end of observation. */
  {
    name: "p_alive",
    key: "probabilityAlive",
    title: "P(alive)",
    unit: "probability",
    group: "purchases",
    estimate: true,
  },
  /** P(alive) at the opportunity after that. */
  {
    name: "p_alive_next",
    key: "probabilityAliveNext",
    title: "P(alive next)",
    unit: "probability",
    group: "next",
  },
  /** Expected purchases within the horizon. */
  {
    name: "expected_purchases",
    key: "expectedPurchases",
    title: "expected purchases",
    unit: "purchases",
    group: "purchases",
    ahead: true,
    estimate: true,
    outcome: { name: "outcome_purchases", key: "purchases" },
  },
  /** Probability of at least one purchase within the horizon. */
  {
    name: "probability_of_purchase",
    key: "probabilityOfPurchase",
    title: "P(purchase)",
    unit: "probability",
    group: "purchases",
    ahead: true,
  },
  /** Expected value per purchase. */
  {
    name: "expected_spend",
    key: "expectedSpend",
    title: "expected spend",
    unit: "money",
    group: "value",
    estimate: true,
  },
  /** Value of the purchases within the horizon times the margin, each discounted when it happens. */
  {
    name: "clv",
    key: "clv",
    title: "CLV",
    unit: "money",
    group: "value",
    ahead: true,
    estimate: true,
    formula: ({ s, k }: FormulaTerms) => worthFormula(s, k, "expectedSpend", "discountedPurchases"),
  },
  /** The same without discount. Its outcome is the value of the actual future purchases, times the margin. */
  {
    name: "clv_undiscounted",
    key: "clvUndiscounted",
    title: "CLV undiscounted",
    unit: "money",
    group: "value",
    ahead: true,
    outcome: { name: "outcome_value", key: "value" },
    formula: ({ s, k }: FormulaTerms) => worthFormula(s, k, "expectedSpend", "expectedPurchases"),
  },
  /** Value of all orders to date, with the first one. */
  { name: "revenue", key: "revenue", title: "revenue", unit: "money", group: "net" },
  /** The contribution of the orders to date. */
  {
    name: "contribution",
    key: "contribution",
    title: "contribution",
    unit: "money",
    group: "net",
    formula: ({ s, k }: FormulaTerms) => contributionFormula(s, k, "revenue", "orders"),
  },
  { name: "acquisition_cost", key: "acquisitionCost", title: "acquisition cost", unit: "money", group: "net" },
  /** Historic net value. */
  {
    name: "net_to_date",
    key: "netToDate",
    title: "net to date",
    unit: "money",
    group: "net",
    formula: () => differenceFormula("contribution", "acquisitionCost"),
  },
  /** Contribution of the purchases ahead. The acquisition cost is sunk and not included. */
  {
    name: "net_clv",
    key: "netClv",
    title: "net CLV",
    unit: "money",
    group: "net",
    ahead: true,
    estimate: true,
    outcome: { name: "outcome_net_clv", key: "netClv" },
    formula: ({ s, k }: FormulaTerms) => worthFormula(s, k, "expectedSpend", "discountedPurchases"),
  },
  /** Lifetime total. */
  {
    name: "net_total",
    key: "netTotal",
    title: "net total",
    unit: "money",
    group: "net",
    ahead: true,
    estimate: true,
    outcome: { name: "outcome_net_total", key: "netTotal" },
    formula: () => sumFormula("netToDate", "netClv"),
  },
] as const satisfies readonly ScoreColumn[];

const SHEET: readonly ScoreColumn[] = SCORE_SHEET;

type Row<Group extends ScoreGroup> = Extract<(typeof SCORE_SHEET)[number], { readonly group: Group }>;

/** The columns of a group under their keys. */
export type ColumnsOf<Group extends ScoreGroup, Column = Float64Array> = {
  readonly [Key in Row<Group>["key"]]: Column;
};

/** The estimate intervals of a group, under the keys of their columns. */
export type EstimatesOf<Group extends ScoreGroup, Column> = {
  readonly [Key in Extract<Row<Group>, { readonly estimate: true }>["key"]]: Column;
};

/** The outcome intervals of a group, under their own keys. */
export type OutcomesOf<Group extends ScoreGroup, Column> = {
  readonly [Key in OutcomeKey<Row<Group>>]: Column;
};

type OutcomeKey<Of> = Of extends { readonly outcome: { readonly key: infer Key extends string } } ? Key : never;

/** The rows of the sheet that belong to some groups, in the order of the sheet. */
export function scoreColumns(...groups: readonly ScoreGroup[]): readonly ScoreColumn[] {
  return SHEET.filter(({ group }) => groups.includes(group));
}

/**
 * The groups of columns that exist. They depend on values, on a plan of costs, and on whether the model counts
 * opportunities.
 */
export function groupsOf(hasValue: boolean, hasNet = false, hasNext = false): readonly ScoreGroup[] {
  const valued: readonly ScoreGroup[] = hasNet ? ["value", "net"] : hasValue ? ["value"] : [];
  return ["purchases", ...(hasNext ? (["next"] as const) : []), ...valued];
}

/** The key of a column. */
export type ScoreKey = (typeof SCORE_SHEET)[number]["key"];

/** Whether a score or an input of formulas with this key depends on the horizon. */
function isAhead(key: string): boolean {
  return key === "discountedPurchases" || SHEET.some((column) => column.key === key && column.ahead === true);
}

/** The row with this key. */
export function scoreColumn(key: ScoreKey): ScoreColumn {
  return SHEET.find((column) => column.key === key)!;
}

/**
 * The SQL name of the operand that a formula reads under this key.
 *
 * @param label of a further horizon, see {@link fileColumns}
 */
export function nameInSql(key: string, label?: string): string {
  const name = key in INPUTS ? INPUTS[key as keyof typeof INPUTS] : scoreColumn(key as ScoreKey).name;
  return label !== undefined && isAhead(key) ? labelled(name, label) : name;
}

/** The name of a column over a further horizon: `clv_2y`. */
export function labelled(name: string, label: string): string {
  return `${name}_${label}`;
}

/** The column that ranks customers: net CLV with a plan of costs, else CLV, or expected purchases where there are no values. */
export function worthColumn(hasValue: boolean, hasNet = false): ScoreColumn {
  return scoreColumn(hasNet ? "netClv" : hasValue ? "clv" : "expectedPurchases");
}

/** A column of a file: a score, or an end of one of its intervals. */
export interface FileColumn {
  readonly name: string;
  readonly score: ScoreColumn;
  readonly of: "score" | "estimate" | "outcome";
  /** The key of its column or of its interval. */
  readonly key: string;
  readonly end?: "low" | "high";
  /** The label of a further horizon, such as `2y`. */
  readonly label?: string;
}

/** The columns of files in their order: each score with the ends of its estimate, then the ends of the outcomes. */
export const FILE_COLUMNS: readonly FileColumn[] = [
  ...SHEET.flatMap((score): FileColumn[] => [
    { name: score.name, score, of: "score", key: score.key },
    ...(score.estimate ? ends(score, "estimate", score) : []),
  ]),
  ...SHEET.flatMap((score) => (score.outcome ? ends(score, "outcome", score.outcome) : [])),
];

/** The columns of files with those of further horizons after them: `clv_2y`, `clv_2y_low`, `outcome_value_2y_high`. */
export function fileColumns(labels: readonly string[]): readonly FileColumn[] {
  const ahead = FILE_COLUMNS.filter(({ score }) => score.ahead);
  return [
    ...FILE_COLUMNS,
    ...labels.flatMap((label) =>
      ahead.map((column) => {
        const { of, score, end } = column;
        const name = labelled(of === "outcome" ? score.outcome!.name : score.name, label);
        return { ...column, name: end === undefined ? name : `${name}_${end}`, label };
      }),
    ),
  ];
}

function ends(
  score: ScoreColumn,
  of: "estimate" | "outcome",
  { name, key }: { readonly name: string; readonly key: string },
): FileColumn[] {
  return (["low", "high"] as const).map((end) => ({ name: `${name}_${end}`, score, of, key, end }));
}
