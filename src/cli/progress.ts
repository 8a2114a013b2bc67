import type { SingleBar } from "cli-progress";
import { significant } from "../number-words.ts";
import type { MachineOptions, Step, StepProgress } from "../run/options.ts";
import type { Writable } from "./world.ts";

/** Shows the progress of a command. */
export interface ProgressBar {
  /** On a terminal a bar with the part done; elsewhere a line for every long step. */
  readonly listeners: Pick<MachineOptions, "onStep" | "onProgress">;
  /** Clears the bar of abandoned work: a bar that is not stopped would keep the process alive. */
  clear(): void;
}

/** Without a terminal, steps shorter than this many seconds print no line. */
const LONG = 5;

/**
 * A progress bar on standard error: one line with the share done, the rows read and the time left. It shows nothing if the share is
 * unknown, as for a stream.
 *
 * It changes no setting of the terminal, so nothing needs to be restored when the command is killed.
 */
export function progressBar(stderr: Writable): ProgressBar {
  if (!stderr.isTTY) return { listeners: { onStep: (step) => tellLong(step, stderr) }, clear() {} };
  // Bundled, the package has its names in the default alone.
  const module = import("cli-progress").then(({ default: names }) => names);
  let shown: { readonly name: string; readonly bar: SingleBar } | undefined;
  let cleared = false;
  const clear = (): void => {
    shown?.bar.stop();
    shown = undefined;
  };
  const show = ({ Presets, SingleBar }: Awaited<typeof module>, progress: StepProgress): void => {
    const { name, part, ended } = progress;
    if (cleared || part === undefined) return;
    if (ended) {
      if (shown?.name === name) clear();
      return;
    }
    // Of steps at the same time, the first one is shown.
    if (shown !== undefined && shown.name !== name) return;
    if (shown === undefined) {
      const format = `${name} {bar} {percentage} %{note}`;
      const looks = {
        stream: stderr as NodeJS.WriteStream,
        format,
        barsize: 20,
        clearOnComplete: true,
        linewrap: true,
      };
      const bar = new SingleBar(looks, Presets.shades_classic);
      bar.start(100, 0, { note: "" });
      shown = { name, bar };
    }
    shown.bar.update(Math.round(100 * part), { note: rowsText(progress) + timeLeft(progress) });
  };
  return {
    listeners: { onProgress: (progress) => void module.then((loaded) => show(loaded, progress)) },
    clear() {
      cleared = true;
      clear();
    },
  };
}

function tellLong({ name, seconds }: Step, stderr: Writable): void {
  if (seconds >= LONG) stderr.write(`${name}: ${significant(seconds, 3)} s\n`);
}

/** Rows to three digits. */
function rowsText({ rows = 0 }: StepProgress): string {
  if (rows < 1) return "";
  return `, ≈ ${rows < 1e6 ? significant(rows, 3) : `${significant(rows / 1e6, 3)} M`} rows`;
}

/** The time left at the speed so far; empty before the estimate is reliable. */
function timeLeft({ seconds, part = 0 }: StepProgress): string {
  if (seconds < 1 || part < 0.02) return "";
  const left = (seconds * (1 - part)) / part;
  return left < 100 ? `, ${Math.ceil(left)} s left` : `, ${Math.ceil(left / 60)} min left`;
}
