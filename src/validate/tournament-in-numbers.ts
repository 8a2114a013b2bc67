import type { Contender, Tournament } from "./tournament-result.ts";

/** A tournament in numbers: models by name. */
export interface TournamentInNumbers extends Omit<Tournament, "contenders" | "chosen"> {
  /** The name of the chosen model. */
  readonly chosen: string;
  /** The chosen model first; models that can't be compared last. */
  readonly contenders: readonly ContenderInNumbers[];
}

/** A model in a tournament, in numbers. */
export interface ContenderInNumbers extends Omit<Contender, "fit" | "seconds"> {
  readonly model: string;
  readonly title: string;
  readonly logLikelihood: number;
  readonly bic: number;
}

/** A tournament as plain data. */
export function tournamentInNumbers({ contenders, chosen, ...rest }: Tournament): TournamentInNumbers {
  const inNumbers = ({ fit, seconds: _, ...contender }: Contender): ContenderInNumbers => ({
    model: fit.model.name,
    title: fit.model.title,
    logLikelihood: fit.logLikelihood,
    bic: fit.bic,
    ...contender,
  });
  return { chosen: chosen.fit.model.name, contenders: contenders.map(inNumbers), ...rest };
}
