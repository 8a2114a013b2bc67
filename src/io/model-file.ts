import {
  arrayOf,
  type Field,
  finiteOrNull,
  flag,
  matching,
  nonNegative,
  oneOf,
  optional,
  parseJson,
  positive,
  type Read,
  readObject,
  text,
  unexpected,
  wholeNumber,
} from "../data/json-fields.ts";
import { CYCLES, PERIODS, type Season, type SeasonIndex } from "../data/season.ts";
import { GRAINS, UNITS } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import type { FitLimit, FitNumbers, Notice } from "../fit/fit-result.ts";
import { bindModels, type Fingerprint, type FittedModel, type FittedNumbers, numbersOf } from "../fit/fitted-model.ts";
import type { Model } from "../model.ts";
import { STOP_REASONS, type StopReason } from "../optimize/stop-reason.ts";
import { checkModel } from "./check-model.ts";
import { type EstimateFields, estimateFields, limitsOf, parametersOf } from "./limit-fields.ts";
import { VERSION } from "./version.ts";

/** The version of the format. It rises when files of the old format can no longer be read correctly. */
const FORMAT_VERSION = 1;
const NO_MODEL = "Give a model file written by `clv fit`.";

/** The fields of a fit in the file, without those that follow from the rest (`parameters`, `converged`, `message`). */
type FitFields = Omit<FitNumbers, "parameters" | "converged" | "message" | "newtonStep" | "estimates"> & {
  readonly estimates: readonly EstimateFields[];
};

/**
 * A fitted model as the text of a model file: one small JSON, the same bytes for the same model.
 *
 * The file has no date and no path, so two runs on the same data give the same file. NaN (a covariance that is not identified) is written
 * as null. At a limit of the model, the file has the quantities that are identified there, instead of the parameters without a meaning.
 *
 * @param fitted - What `fit` returned.
 * @returns JSON text, ended by a line feed.
 */
export function modelToJson(fitted: FittedModel): string {
  const { purchase, spend, season } = numbersOf(fitted);
  const document = {
    format: "clv-model",
    formatVersion: FORMAT_VERSION,
    writtenBy: `clv ${VERSION}`,
    unit: fitted.unit,
    grain: fitted.grain,
    data: fitted.data,
    purchase: fitFields(purchase),
    spend: spend && fitFields(spend),
    season,
  };
  return `${rowsOnOneLine(JSON.stringify(document, undefined, 2))}\n`;
}

/**
 * A fitted model from the text of a model file. Every field is checked; an unknown field, or one that contradicts the others, is an error.
 *
 * @param json - The text of the file.
 * @param models - The models that the file may contain, e.g. `models`, or `[...models, mine]` to add your model. The file names its models,
 * and must have their parameters by name and in order.
 * @param where - The file's name, for error messages.
 * @throws ClvError `data` at the first field that is not as expected.
 */
export function modelFromJson(json: string, models: readonly Model[], where = "model file"): FittedModel {
  const document = parseJson(where, json, NO_MODEL);
  requireFormat(document);
  const { format, formatVersion, writtenBy, ...numbers } = readObject<
    FittedNumbers & { format: string; formatVersion: number; writtenBy: string }
  >(document, {
    format: text,
    formatVersion: wholeNumber,
    writtenBy: text,
    unit: oneOf(UNITS),
    grain: oneOf(GRAINS),
    data: readFingerprint,
    purchase: fitOf(models.filter((model) => model.kind === "purchase")),
    spend: optional(fitOf(models.filter((model) => model.kind === "spend"))) as Read<FitNumbers>,
    season: optional(arrayOf(readIndex)) as Read<Season>,
  });
  const fitted = bindModels(numbers, models);
  checkModel(where, fitted);
  return fitted;
}

/** Throws a clear error for a file that is not a model or has another version, before a missing field gives an obscure one. */
function requireFormat(document: Field): void {
  const { format, formatVersion } = Object(document.value) as Record<string, unknown>;
  if (format !== "clv-model") {
    throw new ClvError("data", {
      where: `${document.where}: format`,
      expected: '"clv-model"',
      got: format,
      wayOut: NO_MODEL,
    });
  }
  if (formatVersion !== FORMAT_VERSION) {
    throw new ClvError("data", {
      where: `${document.where}: formatVersion`,
      expected: String(FORMAT_VERSION),
      got: formatVersion,
      wayOut: "Another version of clv wrote the file. Fit the model again, or use that version.",
    });
  }
}

function fitFields(fit: FitNumbers): FitFields {
  const { parameters, converged, message, newtonStep, ...fields } = fit;
  return { ...fields, estimates: fit.estimates.map((estimate) => estimateFields(fit, estimate)) };
}

const wholeDay: Read<number> = (field) => {
  if (!Number.isSafeInteger(field.value)) throw unexpected(field, "days since 1970");
  return field.value as number;
};

const readIndex: Read<SeasonIndex> = (field) => {
  const index = readObject<SeasonIndex>(field, {
    by: oneOf([...CYCLES, "day"]),
    factors: arrayOf(positive),
    days: optional(arrayOf(wholeDay)) as Read<number[]>,
    logCovariance: optional(arrayOf(arrayOf(finiteOrNull))) as Read<number[][]>,
  });
  requireIndex(field, index);
  return index;
};

/** Throws unless an index has one factor for each of its periods, and a covariance of as many. */
function requireIndex(field: Field, { by, factors, days, logCovariance }: SeasonIndex): void {
  const n = by === "day" ? (days?.length ?? 0) : PERIODS[by];
  if (factors.length !== n)
    throw unexpected({ where: `${field.where}: factors`, value: factors.length }, `${n} factors`);
  if ((by === "day") !== (days !== undefined)) {
    throw unexpected(
      { where: `${field.where}: days`, value: days?.length },
      "days with an index by day, and only there",
    );
  }
  if (logCovariance === undefined) return;
  const rows = [logCovariance, ...logCovariance];
  if (by === "day" || rows.some((row) => row.length !== n) || logCovariance.some((row, k) => !(row[k]! >= 0))) {
    throw unexpected({ where: `${field.where}: logCovariance`, value: "another" }, `a covariance of ${n} factors`);
  }
}

const readFingerprint: Read<Fingerprint> = (field) =>
  readObject<Fingerprint>(field, {
    customers: wholeNumber,
    repeatPurchases: wholeNumber,
    from: optional(matching(/^\d{4}-\d\d-\d\d/, "an ISO date")) as Read<string>,
    until: optional(matching(/^\d{4}-\d\d-\d\d/, "an ISO date")) as Read<string>,
    sha256: matching(/^[0-9a-f]{64}$/, "64 hexadecimal digits"),
  });

const readNotice: Read<Notice> = (field) =>
  readObject<Notice>(field, { name: text, severity: oneOf(["warning", "note"]), message: text, advice: text });

const readEstimate: Read<EstimateFields> = (field) => {
  const estimate = readObject<EstimateFields>(field, {
    name: text,
    value: optional(positive) as Read<number>,
    identified: flag,
    standardError: optional(nonNegative),
    logStandardError: optional(nonNegative),
  });
  return { ...estimate, standardError: estimate.standardError, logStandardError: estimate.logStandardError };
};

function fitOf(models: readonly Model[]): Read<FitNumbers> {
  return (field) => {
    const name = oneOf(models.map((model) => model.name))({
      where: `${field.where}: model`,
      value: Object(field.value).model,
    });
    const model = models.find((candidate) => candidate.name === name)!;
    const names = model.parameters.map((parameter) => parameter.name);
    const matrix = arrayOf(arrayOf(finiteOrNull, names.length), names.length);
    const fields = readObject<FitFields>(field, {
      model: text,
      estimates: arrayOf(readEstimate, names.length),
      limits: optional(limitsOf(model.limits)) as Read<FitLimit[]>,
      logLikelihood: finiteOrNull,
      customers: wholeNumber,
      histories: wholeNumber,
      stop: oneOf(Object.keys(STOP_REASONS) as StopReason[]),
      gradientNorm: nonNegative,
      iterations: wholeNumber,
      evaluations: wholeNumber,
      covariance: matrix,
      logCovariance: matrix,
      correlation: matrix,
      aic: finiteOrNull,
      bic: finiteOrNull,
      notices: arrayOf(readNotice),
    });
    fields.estimates.forEach((estimate, index) => {
      if (estimate.name !== names[index]) {
        throw unexpected(
          { where: `${field.where}: estimates[${index}]: name`, value: estimate.name },
          `"${names[index]}"`,
        );
      }
    });
    const parameters = parametersOf(field, model, fields);
    const estimates = fields.estimates.map((estimate) => ({ ...estimate, value: parameters[estimate.name] }));
    return { ...fields, estimates, parameters, ...STOP_REASONS[fields.stop] };
  };
}

/** Puts each array of numbers on one line, like the row of a matrix. */
function rowsOnOneLine(json: string): string {
  return json.replace(/\[\s+((?:[-+.\deE]+|null)(?:,\s+(?:[-+.\deE]+|null))*)\s+\]/g, (_, row: string) => {
    return `[${row.replace(/,\s+/g, ", ")}]`;
  });
}
