import { type ParseArgsConfig, parseArgs } from "node:util";
import { closest, distance } from "fastest-levenshtein";
import { ClvError } from "../errors.ts";
import { COMMANDS, type CommandName } from "./commands.ts";
import type { Flag } from "./flags/flag.ts";
import { FLAGS, flagsOf, type Options } from "./flags.ts";

/** The request of the user. */
export type Request =
  | { readonly kind: "help"; readonly command?: CommandName }
  | { readonly kind: "version" }
  | { readonly kind: "command"; readonly command: CommandName; readonly operands: string[]; readonly options: Options };

/**
 * Parses an argument list into a request. It touches no file.
 *
 * @param argv - The arguments after the program's name.
 * @throws ClvError `usage` for an unknown command or flag (with the nearest name), a repeated flag, an invalid value,
 * or a missing or surplus operand.
 */
export function parse(argv: readonly string[]): Request {
  const [first, ...rest] = argv;
  if (first === "--help" || first === "-h") return { kind: "help" };
  if (first === "--version" || first === "-V") return { kind: "version" };
  if (first === "help" && rest.length <= 1)
    return rest[0] ? { kind: "help", command: commandNamed(rest[0]) } : { kind: "help" };
  const command = commandNamed(first);
  const { values, operands } = split(command, rest);
  if (values["help"]) return { kind: "help", command };
  if (values["version"]) return { kind: "version" };
  requireOperands(command, operands);
  return { kind: "command", command, operands, options: optionsFrom(command, values) };
}

function commandNamed(name: string | undefined): CommandName {
  if (name !== undefined && Object.hasOwn(COMMANDS, name)) return name as CommandName;
  throw new ClvError("usage", {
    where: "clv",
    expected: `a command (${Object.keys(COMMANDS).join(", ")})`,
    got: name,
    wayOut: suggestion(name, Object.keys(COMMANDS)) ?? "See `clv --help`.",
  });
}

type Values = Record<string, string | boolean | undefined>;

function split(command: CommandName, args: string[]): { values: Values; operands: string[] } {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const { long, flag } of flagsOf(command)) {
    options[long] = { type: flag.type === "switch" ? "boolean" : "string", ...(flag.short && { short: flag.short }) };
  }
  requireKnownOnce(command, args, options);
  try {
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true });
    return { values: values as Values, operands: positionals };
  } catch (error) {
    const [got] = (error as Error).message.split("\n") as [string];
    throw new ClvError("usage", {
      where: `clv ${command}`,
      expected: "flags and their values as in `clv --help`",
      got,
      ...(got.endsWith("ambiguous.") && {
        wayOut: "If a value begins with -, write it after an equals sign: --flag=-value.",
      }),
    });
  }
}

/** Refuses unknown flags, with the nearest name, and a flag given twice, of which `parseArgs` would take the last. */
function requireKnownOnce(
  command: CommandName,
  args: string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): void {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    if (!Object.hasOwn(options, token.name))
      throw unknownFlag(command, token.name, token.rawName, Object.keys(options));
    if (seen.has(token.name)) {
      throw new ClvError("usage", { where: `clv ${command}`, expected: `--${token.name} once`, got: "it twice" });
    }
    seen.add(token.name);
  }
}

function unknownFlag(command: CommandName, name: string, raw: string, known: string[]): ClvError {
  const elsewhere = (Object.keys(COMMANDS) as CommandName[]).filter((other) =>
    flagsOf(other).some((flag) => flag.long === name),
  );
  const near = suggestion(name, known, "--");
  return new ClvError("usage", {
    where: `clv ${command}`,
    expected: "a flag of this command",
    got: raw,
    wayOut:
      elsewhere.length > 0
        ? `That is a flag of ${elsewhere.map((other) => `clv ${other}`).join(", ")}.`
        : (near ?? `See \`clv ${command} --help\`.`),
  });
}

/** The nearest known name, if it is near enough for a typing error. */
function suggestion(name: string | undefined, known: readonly string[], prefix = ""): string | undefined {
  if (!name) return undefined;
  const nearest = closest(name, known);
  const near = distance(name, nearest) <= Math.max(2, name.length / 3) || nearest.startsWith(name);
  return near ? `Did you mean ${prefix}${nearest}?` : undefined;
}

function requireOperands(command: CommandName, operands: readonly string[]): void {
  const expected = COMMANDS[command].operands;
  if (operands.length === expected.length) return;
  throw new ClvError("usage", {
    where: `clv ${command}`,
    expected: expected.join(" ") || "only flags",
    got: operands.length === 0 ? undefined : operands.join(" "),
    wayOut:
      operands.length > expected.length && expected.length > 0
        ? 'Put a pattern of files in quotes, so that clv and not the shell expands it: "logs/*.csv".'
        : `For example: ${COMMANDS[command].example}`,
  });
}

function optionsFrom(command: CommandName, values: Values): Options {
  const options: Record<string, unknown> = {};
  for (const [key, flag] of Object.entries(FLAGS)) {
    if ("default" in flag) options[key] = flag.default;
    if (flag.type === "switch") options[key] = false;
  }
  for (const { key, long, flag } of flagsOf(command)) {
    const value = values[long];
    if (value !== undefined) options[key] = flag.type === "switch" ? value : typed(long, flag, value as string);
  }
  return options as Options;
}

function typed(long: string, flag: Flag, value: string): string | number {
  if (flag.type === "share" && value.trim().endsWith("%")) return value;
  if (flag.type === "number" || flag.type === "share") {
    const number = value.trim() === "" ? Number.NaN : Number(value);
    if (!Number.isFinite(number)) throw new ClvError("usage", { where: `--${long}`, expected: "a number", got: value });
    return number;
  }
  if (flag.choices && !flag.choices.includes(value)) {
    const near = suggestion(value, flag.choices);
    throw new ClvError("usage", {
      where: `--${long}`,
      expected: `one of ${flag.choices.join(", ")}`,
      got: value,
      ...(near && { wayOut: near }),
    });
  }
  return value;
}
