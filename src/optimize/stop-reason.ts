/** Why an optimisation ended: the closed list. */
export type StopReason = keyof typeof STOP_REASONS;

/** `converged` and `message` come from the same row, so they can't contradict each other. */
export const STOP_REASONS = {
  stationary: { converged: true, message: "The scaled gradient vanishes: a stationary point." },
} as const satisfies Record<string, { converged: boolean; message: string }>;
