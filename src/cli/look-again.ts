import { stat } from "node:fs/promises";
import { shellText } from "../data/propose-reading.ts";
import { ClvError } from "../errors.ts";
import type { CheckResult } from "../run/check.ts";
import type { CommandName } from "./commands.ts";
import { READS_LOG } from "./flags/flag.ts";
import { FLAGS, longName, type Options } from "./flags.ts";
import { libraryOptions, type Surroundings } from "./library-options.ts";
import type { Outcome } from "./outcome.ts";

/** A log with more bytes than this is not read once more to find all its problems. */
const QUICK = 200_000_000;
/** The request of a command. */
export interface Asked {
  readonly command: CommandName;
  readonly operands: readonly string[];
  readonly options: Options;
}

/** `--dry-run`: the findings of `clv check`, with the command as typed and the flags that it still needs. */
export async function dryRun(
  { command, operands, options }: Asked,
  argv: readonly string[],
  around: Surroundings,
): Promise<Outcome> {
  const { outcomeOf } = await import("./commands/check.ts");
  const found = await looked(command, operands[0]!, options, around);
  return outcomeOf(found.command === undefined ? found : { ...found, command: repaired(argv, found) });
}

/**
 * All problems that `clv check` finds in the input of a command that failed to read it, and a command that reads it.
 * Undefined if the input is not the cause, or is too large to be read twice.
 */
export async function allProblems(
  error: unknown,
  { command, operands, options }: Asked,
  argv: readonly string[],
  around: Surroundings,
): Promise<string | undefined> {
  const [path] = operands;
  if (
    !(error instanceof ClvError) ||
    !(READS_LOG as readonly CommandName[]).includes(command) ||
    path === undefined ||
    path === "-"
  )
    return undefined;
  if (!isOfReading(error, path) || !(((await stat(path).catch(() => undefined))?.size ?? Infinity) <= QUICK))
    return undefined;
  const { stdin, stdout, signal } = around;
  const found = await looked(command, path, options, { stdin, stdout, ...(signal && { signal }) }).catch(
    () => undefined,
  );
  if (found === undefined || found.command === undefined) return undefined;
  const rejected = found.reading?.read.rejected.byReason ?? [];
  const lines = [
    ...found.problems,
    ...(rejected.length > 0
      ? found.notices.filter(({ name }) => name.startsWith("rejected-")).map(({ message }) => message)
      : []),
  ].map((line) => `  - ${line}`);
  const again = repaired(argv, found);
  if (found.flags.length === 0) return undefined;
  const listed = lines.length > 0 ? ["All problems, as from clv check:", ...lines] : [];
  if (command === "value" && found.flags[found.flags.indexOf("--value") + 1] === "none") {
    return [...listed, "clv value needs a column of values, so --value none does not help here."].join("\n");
  }
  return [...listed, "A command that reads the file:", `  ${again}`].join("\n");
}

/** Whether an error is about the input and not about its use. */
function isOfReading({ parts: { where } }: ClvError, path: string): boolean {
  return where === path || [" row ", ", header", ", first line", ", column "].some((of) => where.startsWith(path + of));
}

async function looked(
  command: CommandName,
  path: string,
  options: Options,
  around: Surroundings,
): Promise<CheckResult> {
  const { check } = await import("../run/check.ts");
  const { rejected: _, output: __, ...asked } = libraryOptions(options, around);
  const { by, group, keep = "" } = options;
  // Further columns that the command needs.
  const words = [...keep.split(","), command === "run" ? by : undefined, group].flatMap((name) => name?.trim() || []);
  return check(path, { ...asked, ...(words.length > 0 && { keep: [...new Set(words)] }) });
}

/** A command as typed, with flags that replace those of the same names. */
function repaired(argv: readonly string[], { flags }: CheckResult): string {
  const replaced = new Set([...flags.filter((flag) => flag.startsWith("--")), "--dry-run"]);
  const switches = Object.entries(FLAGS).flatMap(([key, { type }]) =>
    type === "switch" ? [`--${longName(key)}`] : [],
  );
  const kept = argv.filter((word, k) => {
    const [name] = word.split("=", 1) as [string];
    const before = argv[k - 1];
    const isValue = before !== undefined && replaced.has(before) && !switches.includes(before);
    return !replaced.has(name) && !isValue;
  });
  return ["clv", ...kept.map(shellText), ...flags].join(" ");
}
