import type { SingleBar } from "cli-progress";

/** Shows how far something is done. */
export interface Progress {
  /** @param note - What there is to say beside the part done. */
  update(done: number, note?: string): void;
  /** Clears the line. */
  stop(): void;
}

const SILENT: Progress = { update() {}, stop() {} };
const shown = new Set<SingleBar>();

/**
 * A progress bar on standard error; nothing when that is no terminal, the total is unknown or the user wants quiet.
 *
 * One line, cut to the width of the terminal. It changes no setting of the terminal, so that there is nothing to put right when the
 * command is killed.
 */
export async function progress(label: string, total: number | undefined, quiet: boolean): Promise<Progress> {
  if (quiet || total === undefined || !process.stderr.isTTY) return SILENT;
  const { Presets, SingleBar } = await import("cli-progress");
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: `${label} {bar} {percentage} %{note}`,
      barsize: 20,
      clearOnComplete: true,
      linewrap: true,
    },
    Presets.shades_classic,
  );
  shown.add(bar);
  bar.start(total, 0, { note: "" });
  return {
    update: (done, note = "") => bar.update(done, { note }),
    stop() {
      shown.delete(bar);
      bar.stop();
    },
  };
}

/** Clears the bars of work that was left off: one that is not stopped would keep the process alive. */
export function clearProgress(): void {
  for (const bar of shown) bar.stop();
  shown.clear();
}
