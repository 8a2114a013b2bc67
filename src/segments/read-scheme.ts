import {
  arrayOf,
  type Field,
  nonNegative,
  oneOf,
  optional,
  type Read,
  readObject,
  text,
  unexpected,
  wholeNumber,
} from "../data/json-fields.ts";
import { ClvError } from "../errors.ts";
import { layScheme, type Range, type Scheme, type SegmentRule, type SegmentRules } from "./scheme.ts";

/** The version of the file of rules rises when old files can no longer be read correctly. */
const RULES_VERSION = 1;

const range =
  (read: Read<number>): Read<Range> =>
  (field) => {
    const [low, high] = arrayOf<number | null>((end) => (end.value === null ? null : read(end)), 2)(field);
    if (low === null || (high !== null && high < low))
      throw unexpected(field, "two bounds, the lower one first; null means no upper bound");
    return [low, high];
  };

/**
 * The rules of a document: `{"format": "clv-segments", "formatVersion": 1, "name": "mine", "window": 12, "segments": [{"name": "loyal",
 * "recency": [0, 2], "orders": [3, null], "value": [50, null]}, {"name": "other"}]}`.
 *
 * @throws ClvError `usage` at the first field that is not as expected, or where a customer could be in no segment
 */
export function readScheme(document: unknown, where = "scheme"): Scheme {
  try {
    const field: Field = { where, value: document };
    const read = readObject<SegmentRules & { format: string; formatVersion: number }>(field, {
      format: oneOf(["clv-segments"]),
      formatVersion: (version) => {
        if (version.value !== RULES_VERSION) throw unexpected(version, String(RULES_VERSION));
        return RULES_VERSION;
      },
      name: text,
      window: optional(positiveWhole) as Read<number>,
      segments: arrayOf(
        (segment): SegmentRule =>
          readObject<Omit<SegmentRule, "inWords">>(segment, {
            name: text,
            recency: optional(range(wholeNumber)) as Read<Range>,
            orders: optional(range(wholeNumber)) as Read<Range>,
            value: optional(range(nonNegative)) as Read<Range>,
          }),
      ),
    });
    const { format: _, formatVersion: __, ...rules } = read;
    const twice = rules.segments.find(({ name }, k) => rules.segments.findIndex((other) => other.name === name) < k);
    if (twice) throw new ClvError("usage", { where, expected: "each name once", got: twice.name });
    return layScheme(rules, where);
  } catch (error) {
    // Rules are a request of the caller, not data.
    throw error instanceof ClvError ? new ClvError("usage", error.parts) : error;
  }
}

const positiveWhole: Read<number> = (field) => {
  const value = wholeNumber(field);
  if (value < 1) throw unexpected(field, "a whole number of at least 1");
  return value;
};
