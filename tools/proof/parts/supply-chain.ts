import type { ProofPart } from "../proof-part";

export const SUPPLY_CHAIN: readonly ProofPart[] = [
  {
    id: "supply-chain",
    title: "Supply chain",
    tried:
      "The zip of the function is packaged by other versions of Node than the one that runs the tests, and compared byte by byte, its bill of materials " +
      "too. Each package in it has a licence of the allow list, or packaging fails. Where the registry answers `npm audit`, no package in the zip has an advisory.",
    figures: [
      { key: "packages", title: "packages in the zip, each with an allowed licence", min: 1 },
      { key: "nodes", title: "other versions of Node that make the same bytes", min: 2 },
      { key: "advisoriesAsked", title: "registries that answered about advisories (0: the check was skipped)" },
    ],
    defects: [],
    repeat: "npm run test:slow -- tests/rotation-fn/supply-chain.slow.test.ts",
    sources: ["rotation-fn", "package-lock.json"],
  },
];
