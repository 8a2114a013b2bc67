import { paretoNbd } from "../../../models/index.ts";
import { describeReference } from "../../support/family-reference.ts";

describeReference(paretoNbd);
