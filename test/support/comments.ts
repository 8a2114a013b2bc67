/** A block of documentation, or a run of line comments on lines of their own. */
const COMMENT = /^[ \t]*\/\*\*([\s\S]*?)\*\/|^(?:[ \t]*\/\/.*\n?)+/gm;

/** Directives for tools, which are not sentences. */
const DIRECTIVE = /^\s*(?:biome-ignore|@ts-|v8 ignore)/;

/**
 * The paragraphs of the comments of a TypeScript file: without examples, code and formulas on lines of their own. A list
 * item and the text of a tag are paragraphs, and so is a sentence that begins with a case such as `a = 0`.
 */
export function commentsOf(source: string): string[] {
  return [...source.matchAll(COMMENT)].flatMap(([whole, block]) =>
    (block ?? whole)
      .replaceAll(/^[ \t]*(?:\/\/|\*) ?/gm, "")
      .replaceAll(/@example(?:(?!```)[\s\S])*(?:```[\s\S]*?```)?|^```[\s\S]*?^```/gm, "\n\n")
      .replaceAll(/(?<=\.) (?=\p{L}\S* [=→])/gu, "\n\n")
      .replaceAll(/^ {2,}.*$/gm, (line) => (/[=≈≤~Σ∫∏]/.test(line) ? "\n" : line))
      .replaceAll(/^@(?:param \S+|returns|throws(?: \{?\w+\}?)?)(?: -)? ?/gm, "\n\n")
      .replaceAll(/^[-*] /gm, "\n\n")
      .replaceAll(/\{@link (\S+?)\}/g, "`$1`")
      .split(/\n\s*\n/)
      .map((text) => text.trim())
      .filter((text) => text !== "" && !DIRECTIVE.test(text)),
  );
}
