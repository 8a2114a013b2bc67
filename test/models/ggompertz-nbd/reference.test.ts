import { ggompertzNbd } from "../../../models/index.ts";
import { describeReference } from "../../support/family-reference.ts";

// The β of the reference is that of the paper, b·β. So ∂/∂ ln b at our fixed β is the sum of its derivatives by ln b
// and by ln β.
describeReference(ggompertzNbd, (v) => ({
  ...v,
  beta: v.beta! / v.b!,
  dll_dlogb: v.dll_dlogb! + v.dll_dlogbeta!,
}));
