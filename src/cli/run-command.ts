import { dirname, isAbsolute, join } from "node:path";
import { styleText } from "node:util";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { refuseAddress, requireFolderOf } from "../io/outputs.ts";
import { requireReplaceable } from "../io/own-file.ts";
import { settle } from "../io/stage.ts";
import { systemFailure } from "../io/system-failure.ts";
import { VERSION } from "../io/version.ts";
import { printable, printableJson } from "../printable.ts";
import { isOnCluster } from "../run/choose-engine.ts";
import { note } from "../run/notice.ts";
import type { CommandName } from "./commands.ts";
import type { Options } from "./flags.ts";
import { help } from "./help.ts";
import { rejectedPlace, type Surroundings } from "./library-options.ts";
import { type Asked, allProblems, dryRun } from "./look-again.ts";
import type { Outcome } from "./outcome.ts";
import { parse } from "./parse.ts";
import { type ProgressBar, progressBar } from "./progress.ts";
import type { World } from "./world.ts";

type Command = (operands: readonly string[], options: Options, around: Surroundings) => Promise<Outcome>;

/** Each command is loaded on demand: a nightly job need not wait for the code of the page. */
const COMMAND: Readonly<Record<CommandName, () => Promise<Command>>> = {
  run: async () => (await import("./commands/run.ts")).runLog,
  check: async () => (await import("./commands/check.ts")).checkLog,
  summarize: async () => (await import("./commands/summarize.ts")).summarizeLog,
  fit: async () => (await import("./commands/fit.ts")).fitModel,
  predict: async () => (await import("./commands/predict.ts")).predictCustomers,
  validate: async () => (await import("./commands/validate.ts")).validateForecast,
  value: async () => (await import("./commands/value.ts")).valueCustomers,
  segments: async () => (await import("./commands/segments.ts")).cutSegments,
  kpi: async () => (await import("./commands/kpi.ts")).countMonths,
  compare: async () => (await import("./commands/compare.ts")).compareGroups,
  contracts: async () => (await import("./commands/contracts.ts")).fitTable,
  watch: async () => (await import("./commands/watch.ts")).watchModel,
  report: async () => (await import("./commands/report.ts")).drawReport,
  plot: async () => (await import("./commands/plot.ts")).plotFigure,
  models: async () => (await import("./commands/models.ts")).listModels,
  inspect: async () => (await import("./commands/inspect.ts")).inspectModel,
  simulate: async () => (await import("./commands/simulate.ts")).simulateLog,
};

/**
 * Runs `clv` with these arguments in this world. Apart from files, it reads and changes nothing else of the process.
 *
 * @param argv the arguments after the name of the program
 * @returns the exit code: 0 done, 1 the data or the fit failed, 2 wrong usage, 3 a model no longer holds
 * @example
 * const text = { written: "", write(piece, done) { this.written += piece; done?.(); return true; } };
 * const code = await runCommand(["--version"], { stdin: [], stdout: text, stderr: text, env: {} });
 * code; // 0
 * /^\d+\.\d+\.\d+\n$/.test(text.written); // true
 */
export async function runCommand(argv: readonly string[], world: World): Promise<number> {
  const bar = progressBar(world.stderr);
  world.signal?.addEventListener("abort", bar.clear, { once: true });
  try {
    return await run(argv, world, bar);
  } catch (error) {
    bar.clear();
    if (!(error instanceof Unread)) return tellError(error, world);
    const code = tellError(error.cause, world);
    world.stderr.write(`${printable(error.message, true)}\n`);
    return code;
  } finally {
    world.signal?.removeEventListener("abort", bar.clear);
  }
}

async function run(argv: readonly string[], world: World, bar: ProgressBar): Promise<number> {
  const { stdin, stdout, signal } = world;
  const request = parse(argv);
  if (request.kind === "help") return print(world, help(request.command));
  if (request.kind === "version") return print(world, `${VERSION}\n`);
  const { command, operands, options } = within(world.cwd, request);
  refuseTwoOnStdout(options);
  if (!options.dryRun) await requirePlaces(command, options);
  await settleFolders([...operands, options.model], world);
  const around = { stdin, stdout, env: world.env, ...(signal && { signal }), ...(options.quiet ? {} : bar.listeners) };
  const asked = { command, operands, options };
  const outcome = options.dryRun
    ? dryRun(asked, argv, around)
    : (await COMMAND[command]())(operands, options, around).catch(async (error: unknown) => {
        const all = options.quiet ? undefined : await allProblems(error, asked, argv, around);
        bar.clear();
        throw all === undefined ? error : new Unread(error, all);
      });
  const { report, summary, notices, failure, code = 0 } = await outcome;
  // Notices come first, so that the result is the last text on a terminal, with the paths of the files at its end.
  if (!options.quiet) for (const notice of notices) tell(notice, world);
  if (options.json) print(world, `${printableJson(JSON.stringify(summary, undefined, 2))}\n`);
  else if (!options.quiet && options.output !== "-") print(world, printable(report, true));
  if (failure === undefined) return code;
  tellError(failure.error, world, `${failure.product} was not written, but all other files were: `);
  return 1;
}

/** An input that could not be read, with all that is wrong with it. */
class Unread extends Error {
  constructor(cause: unknown, all: string) {
    super(all, { cause });
  }
}

/** The paths of a request, relative to a folder. */
function within(cwd: string | undefined, { command, operands, options }: Asked): Asked {
  if (cwd === undefined) return { command, operands, options };
  const place = (path: string): string =>
    path === "-" || isAbsolute(path) || isOnCluster(path) ? path : join(cwd, path);
  const { output = DEFAULT_OUTPUT[command], rejected, model, tempDirectory, ca } = options;
  const readsModel = MODEL_FILES.includes(command);
  return {
    command,
    operands: operands.map(place),
    options: {
      ...options,
      ...(output !== undefined && { output: place(output) }),
      ...(rejected !== undefined && { rejected: rejected === "none" ? rejected : place(rejected) }),
      ...(model !== undefined && { model: readsModel ? place(model) : model }),
      ...(tempDirectory !== undefined && { tempDirectory: place(tempDirectory) }),
      ...(ca !== undefined && { ca: place(ca) }),
    },
  };
}

const DEFAULT_OUTPUT: Partial<Record<CommandName, string>> = { run: "out", report: "report.html" };
/** Commands to which --model is a file. */
const MODEL_FILES: readonly CommandName[] = ["predict", "report", "plot", "simulate", "kpi", "watch"];
/** Commands whose output is a folder, which they make. */
const MAKE_FOLDER: readonly CommandName[] = ["run", "value", "segments", "kpi"];

/** Commands that write tables of a cluster. */
const MAKE_TABLES: readonly CommandName[] = ["run", "summarize", "predict"];

/** A long run should not learn only at its end that it may not write. */
async function requirePlaces(command: CommandName, options: Options): Promise<void> {
  const { output, force, onBadRow } = options;
  if (output !== undefined && !MAKE_TABLES.includes(command)) refuseAddress(output);
  const beside = output === undefined || isOnCluster(output) ? undefined : join(dirname(output), "rejected.csv");
  const skips = onBadRow === "skip" && !MAKE_FOLDER.includes(command);
  const rejected = rejectedPlace(options) ?? (skips ? beside : undefined);
  for (const path of [MAKE_FOLDER.includes(command) ? undefined : output, rejected]) {
    if (path === undefined || path === false || path === "-" || isOnCluster(path)) continue;
    await requireFolderOf(path);
    await requireReplaceable(path, force);
  }
}

/** Completes the work of an earlier run that was killed while it moved its files to the folder that this run reads. */
async function settleFolders(paths: readonly (string | undefined)[], world: World): Promise<void> {
  const folders = paths.flatMap((path) =>
    path === undefined || path === "-" || isOnCluster(path) ? [] : [path, dirname(path)],
  );
  for (const folder of new Set(folders)) {
    if ((await settle(folder)) === 0) continue;
    const text = `${folder}: an earlier run was killed while it moved its files into place. clv has completed the move.`;
    tell(note("completed", text), world);
  }
}

function refuseTwoOnStdout(options: Options): void {
  if (options.json && options.output === "-") {
    throw new ClvError("usage", {
      where: "--json",
      expected: "standard output for the summary alone",
      got: "-o - as well",
      wayOut: "Write the output to a file, or leave out --json.",
    });
  }
}

function print({ stdout }: World, text: string): number {
  stdout.write(text);
  return 0;
}

function tell({ severity, message, advice }: Notice, world: World): void {
  const name = severity === "warning" ? paint("yellow", "warning:", world) : "note:";
  world.stderr.write(`${name} ${printable([message, advice].filter(Boolean).join(" "))}\n`);
}

/** Prints an error on standard error and returns the exit code. */
export function tellError(error: unknown, world: Pick<World, "stderr" | "env">, before = ""): number {
  const known = systemFailure(error, "clv");
  const text = known?.message ?? `this should not have happened. ${(error as Error)?.stack ?? error}`;
  world.stderr.write(`${paint("red", "error:", world)} ${before}${printable(text, known === undefined)}\n`);
  return known?.kind === "usage" ? 2 : 1;
}

/** Colour, where standard error is a terminal and NO_COLOR is not set. */
function paint(colour: "red" | "yellow", text: string, { stderr, env }: Pick<World, "stderr" | "env">): string {
  return stderr.isTTY && !env["NO_COLOR"] ? styleText(colour, text, { validateStream: false }) : text;
}
