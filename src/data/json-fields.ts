import { ClvError } from "../errors.ts";

/** A value inside a JSON document, with its path for error messages. */
export interface Field {
  readonly where: string;
  readonly value: unknown;
}

/** Reads a field, or throws an error that says what it expected. */
export type Read<T> = (field: Field) => T;

/** The JSON document in a text. */
export function parseJson(where: string, text: string, wayOut: string): Field {
  try {
    return { where, value: JSON.parse(text) };
  } catch (error) {
    throw new ClvError("data", { where, expected: "JSON", got: (error as Error).message, wayOut });
  }
}

/**
 * Reads an object with one reader for each member. A missing member reaches its reader as undefined. A member without a reader is an
 * error, because an unknown member must not be ignored.
 */
export function readObject<T extends object>(field: Field, readers: { readonly [K in keyof T]-?: Read<T[K]> }): T {
  const { value, where } = field;
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unexpected(field, "an object");
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(readers, key));
  if (unknown !== undefined) {
    throw new ClvError("data", {
      where: `${where}: ${unknown}`,
      expected: `only ${Object.keys(readers).join(", ")}`,
      got: unknown,
      wayOut: "The file may come from a newer clv.",
    });
  }
  const members = Object.entries(readers).map(([key, read]) => {
    const member = { where: `${where}: ${key}`, value: (value as Record<string, unknown>)[key] };
    return [key, (read as Read<unknown>)(member)] as const;
  });
  return Object.fromEntries(members.filter(([, member]) => member !== undefined)) as T;
}

/** Reads an array, every item with the same reader. */
export function arrayOf<T>(read: Read<T>, length?: number): Read<T[]> {
  return (field) => {
    const { value, where } = field;
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
      throw unexpected(field, length === undefined ? "an array" : `an array of ${length}`);
    }
    return value.map((item, index) => read({ where: `${where}[${index}]`, value: item }));
  };
}

/** Reads an optional field. */
export function optional<T>(read: Read<T>): Read<T | undefined> {
  return (field) => (field.value === undefined ? undefined : read(field));
}

export const text: Read<string> = (field) => {
  if (typeof field.value !== "string") throw unexpected(field, "text");
  return field.value;
};

export const flag: Read<boolean> = (field) => {
  if (typeof field.value !== "boolean") throw unexpected(field, "true or false");
  return field.value;
};

const finite: Read<number> = (field) => {
  if (typeof field.value !== "number" || !Number.isFinite(field.value)) throw unexpected(field, "a finite number");
  return field.value;
};

export const positive: Read<number> = (field) => {
  const value = finite(field);
  if (!(value > 0)) throw unexpected(field, "a number greater than 0");
  return value;
};

export const nonNegative: Read<number> = (field) => {
  const value = finite(field);
  if (!(value >= 0)) throw unexpected(field, "a number of at least 0");
  return value;
};

export const wholeNumber: Read<number> = (field) => {
  if (!Number.isSafeInteger(field.value) || (field.value as number) < 0) throw unexpected(field, "a whole number");
  return field.value as number;
};

/** Reads a number, or null for a missing one (NaN in memory). */
export const finiteOrNull: Read<number> = (field) => (field.value === null ? Number.NaN : finite(field));

/** Reads one of a closed list of words. */
export function oneOf<T extends string>(words: readonly T[]): Read<T> {
  return (field) => {
    if (!words.includes(field.value as T)) throw unexpected(field, `one of ${words.join(", ")}`);
    return field.value as T;
  };
}

/** Reads text of one shape. */
export function matching(pattern: RegExp, description: string): Read<string> {
  return (field) => {
    if (!pattern.test(text(field))) throw unexpected(field, description);
    return field.value as string;
  };
}

export function unexpected(field: Field, expected: string): ClvError {
  return new ClvError("data", { where: field.where, expected, got: field.value });
}
