import { ggompertzNbd } from "../../../models/index.ts";
import { describeReference } from "../../support/family-reference.ts";

// The house's β is that of the paper, b·β. ∂/∂ ln b at our β held is the sum of its derivatives by ln b and by ln β.
describeReference(ggompertzNbd, (v) => ({
  ...v,
  beta: v.beta! / v.b!,
  dll_dlogb: v.dll_dlogb! + v.dll_dlogbeta!,
}));
