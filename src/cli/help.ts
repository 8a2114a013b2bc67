import { COMMANDS, type CommandDescription, type CommandName } from "./commands.ts";
import { flagsOf, GROUPS } from "./flags.ts";

const WIDTH = 100;

/** The text of `clv --help`, or of `clv COMMAND --help`. */
export function help(command?: CommandName): string {
  return command ? commandHelp(command) : overview();
}

function overview(): string {
  const commands = Object.entries(COMMANDS).map(([name, { operands, summary }]): [string, string] => [
    [name, ...operands].join(" "),
    summary,
  ]);
  return [
    "clv: estimates the lifetime value of customers from a log of purchases.",
    "",
    "Usage: clv COMMAND [FLAGS]",
    "",
    ...twoColumns(commands),
    "",
    "LOG is a file of purchases: CSV (plain, gzip or zstd), Parquet, JSON lines or a .duckdb file. It can also be a",
    'folder or a pattern, such as "logs/*.csv". BASE is a customer base made from a log. - is stdin or stdout.',
    "For the flags of a command: clv run --help",
    "",
    "Exit codes: 0 done, 1 the data or the fit failed, 2 wrong usage, 3 clv watch: the model no longer holds, 130 interrupted.",
    "",
  ].join("\n");
}

function commandHelp(command: CommandName): string {
  const { operands, needs = [], summary, example }: CommandDescription = COMMANDS[command];
  const groups = GROUPS.flatMap(({ title, flags: all }) => {
    const flags = flagsOf(command, all);
    return flags.length === 0 ? [] : [`${title}:`, ...twoColumns(flags.map((flag) => flagRow(command, flag))), ""];
  });
  return [
    summary,
    "",
    `Usage: ${["clv", command, ...operands, ...needs, "[FLAGS]"].join(" ")}`,
    "",
    ...groups,
    `Example: ${example}`,
    "",
  ].join("\n");
}

/** A flag as typed, and its meaning to a command. */
function flagRow(command: CommandName, { long, flag }: ReturnType<typeof flagsOf>[number]): [string, string] {
  const short = flag.short ? `-${flag.short}, ` : "    ";
  const value =
    flag.type === "switch" ? "" : ` ${flag.choices?.join("|") ?? flag.placeholderFor?.[command] ?? flag.placeholder}`;
  const standard = flag.default === undefined ? "" : ` (default: ${flag.default})`;
  return [`${short}--${long}${value}`, `${flag.helpFor?.[command] ?? flag.help}${standard}`];
}

/** The largest width of the left column. */
const LEFT = 34;

/** Terms to the left, their explanations wrapped to the right. */
function twoColumns(rows: readonly [string, string][]): string[] {
  const left = Math.min(LEFT, Math.max(...rows.map(([term]) => term.length)));
  return rows.flatMap(([term, explanation]) => {
    const lines = wrap(explanation, WIDTH - left - 4);
    const indent = " ".repeat(left + 4);
    if (term.length > left) return [`  ${term}`, ...lines.map((line) => indent + line)];
    return [`  ${term.padEnd(left)}  ${lines[0]}`, ...lines.slice(1).map((line) => indent + line)];
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
