import { main } from "./main";
import type { Measured, Measurement } from "./measurement";
import { NOT_MEASURED } from "./report/figures";
import { atMost } from "./report/goals";
import { sideBySide } from "./report/side-by-side";
import { words } from "./report/table";
import { type AppSecretInput, createAppSecrets } from "./world/app-secret";
import type { FunctionKind, FunctionUnderTest } from "./world/function-under-test";
import { type MeasuredRotation, rotate } from "./world/rotate";
import type { Stage } from "./world/stage";
import { countStatements, total } from "./world/statement-log";

interface Case extends Omit<AppSecretInput, "name"> {
  readonly name: string;
  readonly title: string;
  /** Whether the goals of the project are about this case. */
  readonly hasGoals?: true;
}

const CASES: readonly Case[] = [
  { name: "alt", title: "alternating-users", strategy: "alternating-users", admin: "managed", hasGoals: true },
  { name: "alt_ssl", title: "– with ssl: true", strategy: "alternating-users", admin: "managed", ssl: true },
  { name: "alt_full", title: "– admin secret with host", strategy: "alternating-users", admin: "full" },
  { name: "own_two", title: "single-user", strategy: "single-user", admin: "managed", mayKeepTwoPasswords: true },
  { name: "own_one", title: "– may not keep two passwords", strategy: "single-user", admin: "managed" },
  { name: "adm", title: "admin-rotated", strategy: "admin-rotated", admin: "managed" },
];

const ROTATIONS = ["first", "later"] as const;

/** What one rotation cost. */
interface Cost {
  readonly case: string;
  readonly rotation: (typeof ROTATIONS)[number];
  readonly by: FunctionKind["key"];
  readonly apiCalls: number;
  readonly rdsCalls: number;
  readonly logins: number;
  readonly failedLogins: number;
  readonly statements: number;
}

const MOST = { apiCalls: 11, logins: 3, failedLogins: 0 } as const;

/** How much of everything that costs money, time or an alarm one rotation needs. */
export const callsAndLogins: Measurement = {
  name: "calls",
  about: "API calls, logins (of which failing) and statements of one rotation, by strategy",
  async measure(world): Promise<Measured> {
    const stage = await world.stage();
    const kinds = await world.functions();
    const costs: Cost[] = [];
    for (const one of CASES) {
      for (const kind of kinds.filter(({ has }) => has(one.strategy))) {
        world.say(`${one.name} by ${kind.title}`);
        costs.push(...(await costsOf(stage, one, kind)));
      }
    }
    const cell = (one: Case, rotation: string, by: string, shown: (cost: Cost) => string): string => {
      const cost = costs.find((each) => each.case === one.name && each.rotation === rotation && each.by === by);
      return cost === undefined ? NOT_MEASURED : shown(cost);
    };
    const byKind = (column: (kind: FunctionKind) => string): string[] => kinds.map(column);
    const withGoals = costs.filter(
      (cost) => cost.by === "own" && CASES.some((c) => c.name === cost.case && c.hasGoals),
    );
    const max = (of: (cost: Cost) => number): number => Math.max(...withGoals.map(of));
    return {
      engines: ["mysql"],
      tables: [
        {
          title: "API calls, logins and statements of one rotation",
          columns: [
            words("strategy"),
            words("rotation"),
            ...sideBySide(kinds, "API calls"),
            ...sideBySide(kinds, "logins (failing)"),
            ...sideBySide(kinds, "statements"),
          ],
          rows: CASES.flatMap((one) =>
            ROTATIONS.map((rotation) => [
              rotation === "first" ? one.title : "",
              rotation,
              ...byKind(({ key }) => cell(one, rotation, key, callsText)),
              ...byKind(({ key }) =>
                cell(one, rotation, key, ({ logins, failedLogins }) => `${logins} (${failedLogins})`),
              ),
              ...byKind(({ key }) => cell(one, rotation, key, ({ statements }) => String(statements))),
            ]),
          ),
          howOften: "Two rotations of each secret, the second as all later ones; counted, so the same every time.",
          notes: [
            "The admin secret is like RDS's (username and password only) where nothing else is said; + 1 is the RDS API, a stub here.",
            "API calls are counted by Secrets Manager, statements by the server's general log, logins by function and server alike.",
            ...(kinds.length === 1 ? [] : REFERENCE_NOTES),
          ],
        },
      ],
      goals: [
        atMost(
          "API calls of a rotation, RDS-managed admin",
          MOST.apiCalls,
          max(({ apiCalls }) => apiCalls),
          "count",
        ),
        atMost(
          "logins of a rotation",
          MOST.logins,
          max(({ logins }) => logins),
          "count",
        ),
        atMost(
          "failing logins of a rotation",
          MOST.failedLogins,
          max(({ failedLogins }) => failedLogins),
          "count",
        ),
      ],
      figures: costs,
    };
  },
};

const REFERENCE_NOTES: readonly string[] = [
  "AWS has no function for admin-rotated. Its single-user function keeps no second password.",
  "The admin may write to the mysql schema, as SET PASSWORD FOR of AWS's function needs it; on a server from 9 on, its test of the version is patched in memory.",
];

async function costsOf(stage: Stage, one: Case, kind: FunctionKind): Promise<Cost[]> {
  const [secret] = await createAppSecrets(stage, [{ ...one, name: `${one.name}_${kind.key}` }]);
  if (secret === undefined) throw new TypeError("no secret was made");
  const fn: FunctionUnderTest = await kind.start({ strategy: one.strategy });
  try {
    const costs: Cost[] = [];
    for (const rotation of ROTATIONS) {
      let measured: MeasuredRotation | undefined;
      const statements = await countStatements(stage, async () => {
        measured = await rotate(stage, secret, fn);
      });
      if (measured === undefined) throw new TypeError("nothing was rotated");
      const { apiCalls, rdsCalls, logins, failedLogins } = measured;
      const cost = { apiCalls, rdsCalls, logins, failedLogins, statements: total(statements) };
      costs.push({ case: one.name, rotation, by: kind.key, ...cost });
    }
    return costs;
  } finally {
    await fn.stop();
  }
}

function callsText({ apiCalls, rdsCalls }: Cost): string {
  return rdsCalls === 0 ? String(apiCalls) : `${apiCalls - rdsCalls} + ${rdsCalls}`;
}

if (require.main === module) void main([callsAndLogins]);
