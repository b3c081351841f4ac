// The only thing the form needs of the package.
export { Validator } from "@cfworker/json-schema";
