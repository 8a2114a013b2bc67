import { ClvError } from "../errors.ts";
import type { CommandName } from "./commands.ts";
import { longName, type Options } from "./flags.ts";

/** The value of a flag that a command can't do without. */
export function needed<N extends keyof Options>(
  command: CommandName,
  options: Options,
  name: N,
): NonNullable<Options[N]> {
  const value = options[name];
  if (value !== undefined) return value as NonNullable<Options[N]>;
  throw new ClvError("usage", {
    where: `clv ${command}`,
    expected: `--${longName(name)}`,
    got: undefined,
    wayOut: `See \`clv ${command} --help\`.`,
  });
}
