import { Presets, SingleBar } from "cli-progress";

/** Shows how far a file has been read. */
export interface Progress {
  update(bytes: number): void;
  stop(): void;
}

const SILENT: Progress = { update() {}, stop() {} };

/**
 * A progress bar on standard error; nothing when that is no terminal, the size is unknown or the user wants quiet.
 *
 * It changes no setting of the terminal, so that there is nothing to put right when the command is interrupted.
 */
export function progress(label: string, size: number | undefined, quiet: boolean): Progress {
  if (quiet || size === undefined || !process.stderr.isTTY) return SILENT;
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: `${label} {bar} {percentage} %`,
      clearOnComplete: true,
      linewrap: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  bar.start(size, 0);
  return { update: (bytes) => bar.update(bytes), stop: () => bar.stop() };
}
