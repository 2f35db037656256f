/**
 * For Terraform and its providers, which are written in Go: memory is collected when it has quadrupled, not doubled. The AWS provider builds
 * hundreds of MB of schema at each start. Measured with Terraform 1.11 and AWS provider 5.100: a plan of one resource takes 5.6 s of processor
 * time instead of 7.3 s, `show -json` 3.8 s instead of 5.1 s, each with 50 MB more.
 * https://go.dev/doc/gc-guide#GOGC
 */
export const GARBAGE_COLLECTION = { GOGC: "300" } as const;
