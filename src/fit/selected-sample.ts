import { count } from "../number-words.ts";
import type { Notice } from "./fit-result.ts";

/** With fewer customers than this, all may have bought again by chance. */
const FEW = 20;

/**
 * Every complete log has customers who bought once. A base without them was selected on the quantity that the models
 * explain.
 */
export function selectedSample({
  customers,
  repeatBuyers,
}: {
  readonly customers: number;
  readonly repeatBuyers: number;
}): Notice[] {
  if (customers < FEW || repeatBuyers < customers) return [];
  return [
    {
      name: "selected-sample",
      severity: "warning",
      message: `Every one of the ${count(customers)} customers bought again: this is a selected sample, because every shop has customers who buy only once.`,
      advice:
        "The models assume that the sample is complete. Expected purchases and P(alive) are then too high for the shop: fit again and include the customers who bought once.",
    },
  ];
}
