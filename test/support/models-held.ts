import { models } from "../../models/index.ts";
import { poisson } from "../../models/template/poisson.ts";
import type { Model } from "../../src/model.ts";

/** What the conformance tests run over: the registry, and the template for new models. */
export const held: readonly Model[] = [...models, poisson];
