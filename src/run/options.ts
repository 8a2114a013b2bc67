import type { Delimiter } from "../data/csv/delimiter.ts";
import type { Period } from "../data/periods.ts";
import type { FrequencyCounts } from "../data/read-customer-base.ts";
import type { Grain, TimeUnit } from "../data/time-unit.ts";
import type { ReturnsPolicy } from "../data/transaction-log.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { CsvStyleOptions } from "../io/csv-style.ts";
import type { Horizon } from "../predict/horizon.ts";
import type { WorthOptions } from "../predict/worth.ts";
import type { Engine } from "./choose-engine.ts";
import type { TableFormat } from "./run-files.ts";

/** How a log or a customer base is read from files. Every name is that of the flag of the command, in camel case. */
export interface InputOptions {
  /** Columns of a log; found by their usual names when left out. `value` may be an expression; `false` reads purchases without values. */
  readonly customer?: string;
  readonly date?: string;
  readonly value?: string | false;
  /** The column that names the order of a row. */
  readonly order?: string;
  /** Columns of a customer base; found by their usual names when left out. */
  readonly frequency?: string;
  readonly recency?: string;
  readonly age?: string;
  readonly monetary?: string;
  /** `repeats` when left out. */
  readonly frequencyCounts?: FrequencyCounts;
  /** The first line is data; `columns` then names the columns, `_` for one to ignore. */
  readonly noHeader?: boolean;
  readonly columns?: readonly string[];
  readonly delimiter?: Delimiter;
  readonly decimal?: "point" | "comma";
  /** `utf-8` when left out. */
  readonly encoding?: string;
  readonly skipLines?: number;
  readonly comment?: string;
  /** `iso` when left out; or `dmy`, `mdy`, `epoch`, `epoch-ms`, `excel`, or a pattern such as `%d/%m/%y`. */
  readonly dateFormat?: string;
  /** IANA zone; `UTC` when left out. */
  readonly timeZone?: string;
  /** `stop` when left out: the first bad row ends the run with an error. */
  readonly onBadRow?: "stop" | "skip";
  readonly anyId?: boolean;
  /** `net` when left out. */
  readonly returns?: ReturnsPolicy;
  /** The table to read of a `.duckdb` file. */
  readonly table?: string;
  /**
   * A query of SQL whose result is read. It is over the tables of a `.duckdb` file, or over files in the folder of the
   * log, such as `SELECT … FROM 'orders.csv' JOIN 'customers.csv' USING (customer_id)`. There `log` stands for the log.
   * Read by DuckDB.
   */
  readonly query?: string;
  /** A condition of SQL: rows for which it does not hold are left out. Read by DuckDB. */
  readonly where?: string;
  /**
   * A table by customer id, with columns for the groups of a plan and the like. Without it, those columns come from the
   * log.
   */
  readonly attributes?: string;
  /** Columns of the log, or of `attributes`, that go into base and scores: the value of each customer's first purchase. */
  readonly keep?: readonly string[];
  /** Read for the path `-`; standard input of the process when left out. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** How purchases become customers. */
export interface TimeOptions {
  /** The unit of recency, T and parameters; `day` when left out. */
  readonly unit?: TimeUnit;
  /** `day` when left out: purchases of a customer within one grain are one. */
  readonly grain?: Grain;
  /**
   * Whether ages are counted in whole grains, each an opportunity for one purchase; the unit is then that of the grain.
   * A model that counts opportunities sets this itself. With this option and no named model, such a model is fitted.
   */
  readonly discrete?: boolean;
  /** First and last ISO day used; the whole log when left out. */
  readonly from?: string;
  readonly until?: string;
  /**
   * Whether the base holds `litt`, the sums of ln of the times between purchases. Models of regular purchases are
   * compared with it. A fit that needs it adds it.
   */
  readonly litt?: boolean;
}

/** The resources of the machine, and the callbacks and the signal of a long run. */
export interface MachineOptions {
  /** `auto` when left out: files through DuckDB, which takes any size; streams in memory. The results are the same. */
  readonly engine?: Engine | "auto";
  /** Such as `4GB`; half of the memory, 3 GB at most, when left out. */
  readonly memoryLimit?: string;
  /** One per core when left out. The results do not depend on it. */
  readonly threads?: number;
  /** A folder for data that do not fit into memory. */
  readonly tempDirectory?: string;
  /**
   * The schema for the working tables of a run on a cluster, `catalog.schema`; that of the output, or of the input,
   * when left out.
   */
  readonly scratch?: string;
  /** A file with the certificate, as PEM, of the authority that signed the cluster's certificate. */
  readonly ca?: string;
  /** Where `CLV_TRINO_PASSWORD` and `CLV_TRINO_TOKEN` are looked up; the environment of the process when left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called when a step has ended. */
  readonly onStep?: (step: Step) => void;
  /** Called five times a second with the progress of the current step. Rows are counted only if this callback is given. */
  readonly onProgress?: (progress: StepProgress) => void;
  /**
   * Stops the run: queries are interrupted, threads end, unfinished files are deleted, and the promise rejects with the
   * reason of the signal.
   */
  readonly signal?: AbortSignal;
}

/** A step that has ended. */
export interface Step {
  /** Such as `Reading transactions`. */
  readonly name: string;
  readonly seconds: number;
}

/** The progress of a step. */
export interface StepProgress extends Step {
  /** The share done, from 0 to 1. Absent if it is unknown. */
  readonly part?: number;
  /** Rows read so far. */
  readonly rows?: number;
  /** Whether the step has ended. */
  readonly ended: boolean;
}

/** The files of a run. Without them nothing is written. */
export interface OutputOptions extends CsvStyleOptions {
  /** The file to write, or `-` for standard output. */
  readonly output?: string;
  /** Where rejected rows go with `onBadRow: "skip"`: beside the output when left out, nowhere when `false`. */
  readonly rejected?: string | false;
  /** Whether files that clv did not write may be replaced. */
  readonly force?: boolean;
  /** Takes the output `-`; standard output of the process when left out. */
  readonly stdout?: NodeJS.WritableStream;
}

/** Models to fit, by the names of the registry; the first of each kind when left out. */
export interface ModelOptions {
  /** A name, such as `bg-nbd`; `auto`, or several names with commas between them, compares models and takes the best. */
  readonly model?: string;
  readonly spendModel?: string;
}

/** The season on whose clock the purchase model is fitted. */
export interface SeasonOptions {
  /**
   * `none` (default): all days are alike. `auto`: indices by month and by day of the week, where two full cycles and
   * holdouts support them. `month`, `week`, `weekday`: an estimated index. The path of a CSV file with the columns
   * `date` or `month`, and `factor`: the user's index. Several have commas between them.
   */
  readonly season?: string;
}

/** The horizon of the scores, and the options of their intervals. */
export interface TermOptions extends WorthOptions {
  /** Probability of the intervals, e.g. 0.9. */
  readonly interval?: number;
  /** 1 when left out: the same seed, the same bytes. */
  readonly seed?: number;
}

/** What orders and customers cost. */
export interface PlanOptions {
  /** The path of a plan, or its document. */
  readonly plan?: string | object;
  /** Money for serving an order, beside the margin, if there is no other plan. */
  readonly costPerOrder?: number;
  /** Money for winning a customer. */
  readonly acquisitionCost?: number;
}

/** The horizon, as text (`90d`, `52w`, `12m`, `1y`) or as an amount of a unit. */
export type HorizonText = string | Horizon;

/** The options of the page. */
export interface PageOptions {
  /** Customers in its tables; 50 when left out. */
  readonly top?: number;
  readonly anonymous?: boolean;
  /** Its title; the name of the log when left out. */
  readonly title?: string;
  /** The currency of the values as it is printed, e.g. `USD` or `€`; none when left out. */
  readonly currency?: string;
  /** The id of the customer whose history it shows; by default the first of the customers slipping away. */
  readonly history?: string;
}

/**
 * The scheme of segments. For a column `segment` of scores, customers are cut at the end of observation. For a
 * validation they are cut at each split, from their purchases before it only.
 */
export interface SegmentColumnOptions {
  /** `micro`, `recency`, `rfm`, or the path of a JSON file of rules, as `segments` takes them. */
  readonly segments?: string;
  /** Cut points of `rfm`. */
  readonly cuts?: string;
  /** The period of the scheme; `month` when left out. */
  readonly period?: Period;
}

/** How customers are scored. `output` is the file of the scores: `.csv`, `.parquet` or `.duckdb`. */
export interface PredictOptions
  extends InputOptions,
    TimeOptions,
    TermOptions,
    SegmentColumnOptions,
    PlanOptions,
    MachineOptions,
    OutputOptions {
  /** A fitted model, or the path of its file. */
  readonly model: FittedModel | string;
  /** Several are given as a list or with commas. Scores over the later ones have separate columns, such as `clv_2y`. */
  readonly horizon: HorizonText | readonly HorizonText[];
  /** The columns of scores to write, in their order; all when left out. */
  readonly scoreColumns?: readonly string[];
}

/** The options of the whole pipeline. `output` is the folder of its files; without it nothing is written. */
export interface RunOptions
  extends InputOptions,
    TimeOptions,
    ModelOptions,
    SeasonOptions,
    TermOptions,
    SegmentColumnOptions,
    PlanOptions,
    PageOptions,
    MachineOptions,
    OutputOptions {
  /**
   * A name, such as `bg-nbd`. `auto` (default) compares all models in continuous time and takes the best; several names
   * with commas between them compare those. With `discrete` the default is the first model that counts opportunities.
   */
  readonly model?: string;
  /**
   * First day of a holdout, ISO: models fitted on the time before it are tested on the time after it. When left out,
   * `auto` holds out the last quarter of the log. It needs enough purchases before it and in it, and no requested
   * season.
   */
  readonly split?: string;
  /**
   * With a split, the time of the scores. `end` (default): the end of the log, with models fitted again on all of it.
   * `split`: the split, with the models of the test.
   */
  readonly scoreAt?: "end" | "split";
  /** A year when left out; the length of the holdout with `scoreAt: "split"`. Several: see {@link PredictOptions}. */
  readonly horizon?: HorizonText | readonly HorizonText[];
  /**
   * A column of the log, or of `attributes`. The customers of each of its values (that of the first purchase) have
   * their own model, scores, holdout and totals. The totals of all customers are joint: the sums over the groups, draw
   * by draw.
   */
  readonly by?: string;
  /**
   * A model that was fitted some time ago, or the path of its file. Tells whether it still holds, as {@link watch}
   * finds it, on the page and in the result. When left out, the page does so for the model fitted before the split.
   */
  readonly watch?: FittedModel | string;
  /** How base and scores are written; `csv` when left out. */
  readonly format?: TableFormat;
  /** Renders no page. */
  readonly noReport?: boolean;
}
