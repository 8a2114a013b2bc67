import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pythonWith } from "../support/python.ts";
import { LAST_DAY } from "../support/simulated-base.ts";
import type { Taken } from "./clv.ts";

/** What leads from a log to 12-month CLV; the peer also fits a second time and looks 90 days ahead, which is not counted. */
const STAGES = ["read", "rfm", "fit", "fit_spend", "p_alive", "clv_12m"];
const FOLDER = join(process.cwd(), "bench/peers");

/**
 * The same by lifetimes, stage by stage as its own users call it; Python is loaded already, and nothing is written. Undefined where it
 * can't be had.
 */
export function lifetimes(log: string): (() => Taken) | undefined {
  const interpreter = pythonWith("lifetimes", join(FOLDER, "lifetimes.txt"));
  if (interpreter === undefined) return undefined;
  return () => {
    const args = [join(FOLDER, "lifetimes_peer.py"), "log", log, LAST_DAY];
    const out = execFileSync(interpreter, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    const stages = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { stage: string; seconds?: number; bytes?: number });
    const seconds = STAGES.map((name) => stages.find(({ stage }) => stage === name)!.seconds!);
    return {
      seconds: seconds.reduce((sum, taken) => sum + taken, 0),
      gigabytes: stages.find(({ stage }) => stage === "peak")!.bytes! / 1e9,
      cpu: Number.NaN,
    };
  };
}
