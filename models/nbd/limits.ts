import type { Limit } from "../../src/model.ts";
import { homogeneousRate, noRepeatPurchases } from "../family/rate-limits.ts";

/** The limits in which the NBD degenerates, with directions in (ln r, ln α). */
export const limits: readonly Limit[] = [noRepeatPurchases({}), homogeneousRate(0)];
