import type { LifecycleResult } from "../../../local/lifecycle/record";

/** A short run with everything in it that a record can hold. */
export function lifecycleForTests(changes: Partial<LifecycleResult> = {}): LifecycleResult {
  return {
    startedAt: "2026-01-01T00:00:00.000Z",
    durationMs: 200_000,
    environments: 1,
    versions: { terraform: "1.11.4", provider: "5.100.0", mysql: "8.4.7" },
    scenarios: [
      {
        name: "deploy",
        title: "Deploy from nothing",
        startMs: 1_000,
        durationMs: 150_000,
        outcome: { ok: true },
        steps: [
          {
            words: "cdktf deploy 'local-*'",
            startMs: 1_000,
            durationMs: 149_000,
            effect: ["+ aws_vpc.vpc", "~ aws_kms_key.key (tags)", "-/+ aws_instance.instance", "- aws_sns_topic.<old>"],
            checks: ["cdktf deploy ends with exit code 0", "the state holds 1 < 2 resources"],
          },
        ],
      },
    ],
    clients: {
      logins: 1_234,
      failures: [],
      pauses: [{ secrets: ["shop"], reason: "the database is frozen", fromMs: 10_000, toMs: 20_000 }],
      rotations: [
        { secret: "local/shop", atMs: 5_000, durationMs: 800, ok: true },
        { secret: "local/poor", atMs: 6_000, durationMs: 900, ok: false },
      ],
    },
    calls: 999,
    passwords: 12,
    ...changes,
  };
}

/** The same, and something did not hold. */
export function brokenLifecycle(): LifecycleResult {
  const [scenario] = lifecycleForTests().scenarios;
  if (scenario === undefined) throw new Error("the run has a scenario");
  return lifecycleForTests({ scenarios: [{ ...scenario, outcome: { ok: false, reason: "the plan is <not> empty" } }] });
}
