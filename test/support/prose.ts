/** The most words that a sentence may have. */
const MOST_WORDS = 25;

/** Private words, each with the ordinary words for it. */
const ORDINARY: Readonly<Record<string, string>> = {
  foresee: "expect, forecast",
  foresees: "expects, forecasts",
  foreseen: "expected, forecast",
  nobody: "no customer, no one",
  nobodys: "of no customer, of no one",
  ruler: "baseline, yardstick",
  somebody: "someone, a customer",
  tenths: "deciles",
  whatever: "any, for every",
  whoever: "the customer who, anyone who",
};

/** The paragraphs and list items of a Markdown text: without code, tables, headings, formulas and references. */
export function paragraphsOf(markdown: string): string[] {
  return markdown
    .replaceAll(/^(```|\$\$)[\s\S]*?^\1/gm, "\n")
    .replaceAll(/^(?:\||#| {4}|\d+\. .*\(\d{4}\)).*$/gm, "\n")
    .replaceAll(/^\s*(?:[-*]|\d+\.) /gm, "\n\n")
    .split(/\n\s*\n/);
}

/** The sentences of a paragraph; code in them counts as one word. */
export function sentencesOf(paragraph: string): string[] {
  const words = paragraph
    .replaceAll(/`[^`]*`/g, "`…`")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/\s+/g, " ");
  return words.split(/(?<=[.!?:;]["”)*]*) (?=["“(*`[]*\p{Lu})|(?<=\.) (?=[`*])/u).map((sentence) => sentence.trim());
}

/** What is wrong with the sentences of a text: their length, or a private word. */
export function faultsOf(sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) => {
    const words = sentence.split(" ").filter((word) => /[\p{L}\p{N}`]/u.test(word));
    const long = words.length > MOST_WORDS ? [`${words.length} words: ${sentence}`] : [];
    const found = words.map((word) => word.replaceAll(/[^\p{L}]/gu, "").toLowerCase());
    const odd = found.flatMap((word) =>
      Object.hasOwn(ORDINARY, word) ? [`${word} (${ORDINARY[word]}): ${sentence}`] : [],
    );
    return [...long, ...odd];
  });
}
