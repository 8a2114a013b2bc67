import { renderNotice } from "../notice.ts";
import { rankedWarnings } from "../warnings.ts";
import type { Section } from "./section.ts";

/** The warnings, first those with the largest effect on the requested numbers. */
export const cautions: Section = {
  id: "cautions",
  title: "What to be careful about",
  render: (data) => {
    const warnings = rankedWarnings(data);
    return warnings.length > 0 ? warnings.map(renderNotice) : undefined;
  },
};
