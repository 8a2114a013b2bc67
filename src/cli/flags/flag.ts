import type { CommandName } from "../commands.ts";

/** The only description of a flag. The parser, the types and `--help` are built from it. */
export interface Flag {
  readonly short?: string;
  /** A switch takes no value; a share is a number or a percentage; a choice is one of `choices`. */
  readonly type: "switch" | "text" | "number" | "share" | "choice";
  readonly choices?: readonly string[];
  /** The placeholder of the value in `--help`. */
  readonly placeholder?: string;
  /** The placeholder for commands that use it differently. */
  readonly placeholderFor?: Partial<Record<CommandName, string>>;
  readonly default?: string | number;
  readonly help: string;
  /** Its text in the help of commands that use it differently. */
  readonly helpFor?: Partial<Record<CommandName, string>>;
  /** The commands that take it; every command when left out. */
  readonly commands?: readonly CommandName[];
}

/** Commands that read a log. */
export const READS_LOG = [
  "run",
  "summarize",
  "fit",
  "predict",
  "validate",
  "value",
  "segments",
  "kpi",
  "compare",
  "watch",
  "report",
  "plot",
] as const;
/** Commands that read or check a log. */
export const LOOKS = [...READS_LOG, "check"] as const;
/** Commands that read a customer base as well. */
export const READS_BASE = ["fit", "predict", "report", "plot", "check"] as const;
/** Commands that use a log between two days, or make one. */
export const SPANS = [...READS_LOG, "simulate"] as const;
/** Commands that write a file. */
export const WRITES = [...SPANS, "contracts"] as const;
/** Commands that score customers. */
export const SCORES = ["run", "predict", "report", "plot"] as const;
/** Commands that take the costs of orders and customers. */
export const COSTS = ["run", "predict", "validate", "value", "kpi", "compare"] as const;
/** Commands that render the page. */
export const DRAWS = ["run", "report"] as const;
