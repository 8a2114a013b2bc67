const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside, safe for a terminal or a page. Control and formatting characters are escaped, so none can move the cursor, change a
 * colour or reverse the text around it.
 *
 * @param lines whether line feeds stay
 */
export function printable(text: string, lines = false): string {
  return text.replace(UNSEEN, (c) => (lines && c === "\n" ? c : `\\u{${c.codePointAt(0)!.toString(16)}}`));
}

/** JSON text with the same characters escaped as JSON has it: a program reads the same, a terminal obeys none. */
export function printableJson(json: string): string {
  return json.replace(UNSEEN, (c) =>
    c === "\n"
      ? c
      : [...Array(c.length).keys()].map((k) => `\\u${c.charCodeAt(k).toString(16).padStart(4, "0")}`).join(""),
  );
}
