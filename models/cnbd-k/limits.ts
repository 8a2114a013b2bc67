import type { Limit } from "../../src/model.ts";
import { limits as bgLimits } from "../bg-nbd/limits.ts";
import { homogeneousRate } from "../family/rate-limits.ts";
import { limits as mbgLimits } from "../mbg-nbd/limits.ts";
import type { Member } from "./phases.ts";

/** The limits of a member: those of BG/NBD or MBG/NBD, with directions in (ln r, ln α, ln a, ln b); λ counts phases. */
export function limits({ firstCoins }: Member): readonly Limit[] {
  const rate = homogeneousRate(2, "rate of phases");
  return (firstCoins === 0 ? bgLimits : mbgLimits).map((limit) => (limit.name === rate.name ? rate : limit));
}
