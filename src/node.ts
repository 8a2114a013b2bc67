/** `clv/node`: files for the library in Node. Everything else, and all of the mathematics, is in `clv`. */
export { type Input, openInput, readText } from "./io/input.ts";
export { type Outputs, openOutputs } from "./io/outputs.ts";
