import { describe, expect, test } from "vitest";
import { COMMANDS, type CommandName } from "../../src/cli/commands.ts";
import { flagsOf } from "../../src/cli/flags.ts";
import { help } from "../../src/cli/help.ts";
import { parse } from "../../src/cli/parse.ts";
import type { ClvError } from "../../src/errors.ts";

function refusal(...argv: string[]): ClvError {
  try {
    parse(argv);
  } catch (error) {
    expect(error).toMatchObject({ name: "ClvError", kind: "usage" });
    return error as ClvError;
  }
  throw new Error(`accepted: ${argv.join(" ")}`);
}

test("a command with its operand, flags and defaults", () => {
  expect(parse(["run", "log.csv", "--unit", "week", "-o", "out", "--margin=0.3", "--json"])).toMatchObject({
    kind: "command",
    command: "run",
    operands: ["log.csv"],
    options: { unit: "week", output: "out", margin: 0.3, json: true, quiet: false, onBadRow: "stop", returns: "net" },
  });
});

test("- is an operand and a value, not a flag", () => {
  expect(parse(["summarize", "-", "-o", "-"])).toMatchObject({ operands: ["-"], options: { output: "-" } });
});

test("a choice is one of those that there are", () => {
  expect(parse(["fit", "x", "--grain", "day", "--decimal=comma"])).toMatchObject({
    options: { grain: "day", decimal: "comma" },
  });
});

test("after -- everything is an operand", () => {
  expect(parse(["fit", "--", "--odd-name.csv"])).toMatchObject({ operands: ["--odd-name.csv"] });
});

test("help and version, before and after a command", () => {
  expect(parse(["--help"])).toEqual({ kind: "help" });
  expect(parse(["fit", "-h"])).toEqual({ kind: "help", command: "fit" });
  expect(parse(["help", "fit"])).toEqual({ kind: "help", command: "fit" });
  expect(parse(["--version"])).toEqual({ kind: "version" });
});

describe("refused, with the way out", () => {
  test.each([
    [["sumarize", "x"], /Did you mean summarize\?/],
    [["run", "x", "--horizn", "1y"], /--horizn.*Did you mean --horizon\?/],
    [["run", "x", "--spli=1"], /Did you mean --split\?/],
    [["fit", "x", "--horizon", "1y"], /a flag of clv run, clv predict/],
    [["run", "x", "--unit", "weeks"], /--unit: expected one of .*got "weeks".*Did you mean week\?/],
    [["run", "x", "--top", "30%"], /--top: expected a number, got "30%"/],
    [["run", "x", "--margin", ""], /--margin: expected a number/],
    [["run", "x", "--unit", "day", "--unit", "week"], /--unit once/],
    [["run"], /expected LOG, got nothing/],
    [["run", "a", "b"], /expected LOG, got "a b"/],
    [["simulate", "x"], /expected only flags/],
    [["run", "x", "--split"], /--split/],
    [["run", "x", "--json=yes"], /--json/],
    [["constructor"], /expected a command/],
    [[], /expected a command .* got nothing/],
  ])("%j", (argv, message) => {
    expect(refusal(...argv).message).toMatch(message);
  });
});

test("an example parses for every command, and help names every flag", () => {
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const words = COMMANDS[name].example.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ""));
    expect(parse(words.slice(1))).toMatchObject({ kind: "command", command: name });
    for (const { long } of flagsOf(name)) expect(help(name)).toContain(`--${long}`);
    for (const line of help(name).split("\n")) expect(line.length).toBeLessThanOrEqual(120);
    expect(help()).toContain(COMMANDS[name].summary);
  }
});

test("what is not understood is answered with what to do", () => {
  expect(refusal("summarize", "a.csv", "b.csv").message).toContain(
    'in quotes, so that clv and not the shell expands it: "logs/*.csv"',
  );
  expect(refusal("predict", "a.csv", "--horizon", "-90d").message).toMatch(/ambiguous\."\. .*--flag=-value/);
});

test("help says what a flag means to its command, and which it can't do without", () => {
  expect(help("predict")).toContain("clv predict LOG|BASE --model MODEL.json --horizon TIME [FLAGS]");
  for (const command of Object.keys(COMMANDS) as CommandName[]) {
    const others = Object.keys(COMMANDS).filter((other) => other !== command && !["report", "value"].includes(other));
    const flags = help(command)
      .split("[FLAGS]")[1]!
      .split("Example:")[0]!
      .replaceAll(/clv \w+/g, "");
    expect(flags).not.toMatch(new RegExp(`(${others.join("|")})[:,]`));
  }
  expect(help("simulate")).toContain("Last day to simulate");
});
