/** The commands: names, operands, flags and summaries. `parse` and `--help` are built from this table. */
export interface CommandDescription {
  /** Positional arguments, all required. */
  readonly operands: readonly string[];
  /** Required flags, as shown in the usage. */
  readonly needs?: readonly string[];
  readonly summary: string;
  /** A command line that works, given a log in log.csv, contracts in cohorts.csv and the files that the examples above it wrote. */
  readonly example: string;
}

/** The commands, in the order of the way from a log to scores. */
export const COMMANDS = {
  run: {
    operands: ["LOG"],
    summary: "Fit and compare models, score every customer, write all results and a page.",
    example: "clv run log.csv --unit week --horizon 1y -o out",
  },
  check: {
    operands: ["LOG|BASE"],
    summary: "Show how clv reads a file, its problems, and the command that reads it.",
    example: "clv check log.csv",
  },
  summarize: {
    operands: ["LOG"],
    summary: "Write one row per customer: frequency, recency, T, monetary value.",
    example: "clv summarize log.csv --unit week -o base.csv",
  },
  fit: {
    operands: ["LOG|BASE"],
    summary: "Fit a purchase model and a spend model by maximum likelihood, with a verdict.",
    example: "clv fit log.csv --unit week --until 1998-05-31 -o model.json",
  },
  predict: {
    operands: ["LOG|BASE"],
    needs: ["--model MODEL.json", "--horizon TIME"],
    summary: "Score every customer with a fitted model.",
    example: "clv predict log.csv --model model.json --horizon 52w --discount-rate 0.1 -o scores.csv",
  },
  validate: {
    operands: ["LOG"],
    needs: ["--split DATE|--folds N"],
    summary: "Fit on the past and compare the forecast with the actual purchases.",
    example: "clv validate log.csv --unit week --split 1997-10-01 -o validation.json",
  },
  value: {
    operands: ["LOG"],
    needs: ["--plan PLAN.json|--margin SHARE"],
    summary: "Compute the value of customers after costs: payback, equity, tiers, demand.",
    example: "clv value log.csv --unit week --margin 0.3 --acquisition-cost 12 -o value",
  },
  segments: {
    operands: ["LOG"],
    summary: "Divide customers into segments by month, and count how they move.",
    example: "clv segments log.csv --scheme rfm -o segments",
  },
  kpi: {
    operands: ["LOG"],
    summary: "Count customers, orders, revenue and cohorts by month.",
    example: "clv kpi log.csv --margin 0.3 --cost-per-order 4 --acquisition-cost 20 -o kpi",
  },
  compare: {
    operands: ["LOG"],
    needs: ["--group COLUMN", "--since DATE|first"],
    summary: "Compare groups of customers: orders, value, contribution.",
    example:
      "clv compare log.csv --query \"SELECT *, customer_id < '1200' AS half FROM log\" --group half --since 1997-10-01",
  },
  contracts: {
    operands: ["TABLE"],
    summary: "Fit contracts that customers renew or cancel: retention, lifetimes.",
    example: "clv contracts cohorts.csv --discount-rate 0.1 -o retention.csv",
  },
  watch: {
    operands: ["LOG"],
    needs: ["--model MODEL.json"],
    summary: "Test whether a fitted model still holds; the exit code is 3 if it does not.",
    example: "clv watch log.csv --model model.json",
  },
  report: {
    operands: ["LOG|BASE"],
    summary: "Render the page: a single HTML file that works offline.",
    example: "clv report log.csv --unit week --split 1997-10-01 --top 20 -o report.html",
  },
  plot: {
    operands: ["LOG|BASE"],
    needs: ["--figure NAME"],
    summary: "Render one figure of the page as SVG, or print its numbers.",
    example: "clv plot log.csv --unit week --figure repeats -o repeats.svg",
  },
  models: {
    operands: [],
    summary: "List the models that can be fitted.",
    example: "clv models",
  },
  inspect: {
    operands: ["MODEL.json"],
    summary: "Show a fitted model: parameters, standard errors, verdict.",
    example: "clv inspect model.json",
  },
  simulate: {
    operands: [],
    needs: ["--model MODEL.json", "--customers N", "--from DATE", "--until DATE", "--output PATH"],
    summary: "Simulate a log from a fitted model; the same seed gives the same bytes.",
    example:
      "clv simulate --model model.json --customers 1000 --seed 1 --from 2024-01-01 --until 2024-12-31 -o simulated.csv",
  },
} as const satisfies Record<string, CommandDescription>;

export type CommandName = keyof typeof COMMANDS;
