/** Why an optimisation ended: the closed list. */
export type StopReason = keyof typeof STOP_REASONS;

/** `converged` and `message` come from the same row, so they can't contradict each other. */
export const STOP_REASONS = {
  stationary: {
    converged: true,
    message: "A maximum: the gradient vanishes.",
  },
  noise: {
    converged: true,
    message: "A maximum up to rounding: no step raises the log-likelihood or lowers the gradient.",
  },
  limit: {
    converged: true,
    message:
      "No interior maximum: the log-likelihood rises towards a limit of the model, and the fit ended at that limit.",
  },
  flat: {
    converged: true,
    message:
      "The gradient vanishes, but the log-likelihood is flat in one direction: the data do not identify every parameter.",
  },
  runaway: {
    converged: false,
    message: "The search diverged: the log-likelihood keeps rising while the parameters leave every reasonable range.",
  },
  iterations: {
    converged: false,
    message: "The search used up its iterations before the gradient vanished.",
  },
  "no-start": {
    converged: false,
    message: "The log-likelihood is not finite at the start, nor at any point of a direct search.",
  },
} as const satisfies Record<string, { converged: boolean; message: string }>;
