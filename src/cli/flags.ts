import type { Percentage } from "../predict/worth.ts";
import type { CommandName } from "./commands.ts";
import type { Flag } from "./flags/flag.ts";
import { INPUT } from "./flags/input.ts";
import { MACHINE } from "./flags/machine.ts";
import { MODEL } from "./flags/model.ts";
import { MONEY } from "./flags/money.ts";
import { OUTPUT } from "./flags/output.ts";
import { TIME } from "./flags/time.ts";

/** The groups of `--help` with their flags, both in their order. */
export const GROUPS = [
  { title: "Input", flags: INPUT },
  { title: "Time", flags: TIME },
  { title: "Model", flags: MODEL },
  { title: "Money", flags: MONEY },
  { title: "Output", flags: OUTPUT },
  { title: "Machine", flags: MACHINE },
] as const;

/** Every flag of every command. The key is the name in camel case: `onBadRow` is `--on-bad-row`. */
export const FLAGS = { ...INPUT, ...TIME, ...MODEL, ...MONEY, ...OUTPUT, ...MACHINE };

type Flags = typeof FLAGS;
export type FlagName = keyof Flags;

type ValueOf<F extends Flag> = F extends { readonly type: "switch" }
  ? boolean
  : F extends { readonly type: "number" }
    ? number
    : F extends { readonly type: "share" }
      ? number | Percentage
      : F extends { readonly choices: readonly (infer C)[] }
        ? C
        : string;

type Always = { [N in FlagName]: Flags[N] extends { default: unknown } | { type: "switch" } ? N : never }[FlagName];

/** The values of the flags. Switches and flags with a default always have one. */
export type Options = { readonly [N in Always]: ValueOf<Flags[N]> } & {
  readonly [N in Exclude<FlagName, Always>]?: ValueOf<Flags[N]>;
};

/** The flags a command takes, of all or of a group, with their names as typed: `[--on-bad-row, …]`. */
export function flagsOf(
  command: CommandName,
  flags: Readonly<Record<string, Flag>> = FLAGS,
): { key: FlagName; long: string; flag: Flag }[] {
  return (Object.entries(flags) as [FlagName, Flag][])
    .filter(([, flag]) => flag.commands?.includes(command) ?? true)
    .map(([key, flag]) => ({ key, long: longName(key), flag }));
}

/** `onBadRow` as it is typed: `on-bad-row`. */
export function longName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
