import { SAMPLE, sampleWith } from "../../support/sample-environment";
import { stacksOf } from "../../support/synthesized-stacks";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title: string; readonly metrics?: unknown[][]; readonly alarms?: string[] };
}

const stacks = stacksOf(SAMPLE);
const { dashboard_name, dashboard_body } = stacks("app-secret").resource("aws_cloudwatch_dashboard", "dashboard");
const widgets: readonly Widget[] = JSON.parse(String(dashboard_body)).widgets;
const called = (title: string) => widgets.find(({ properties }) => properties.title === title);

describe("the dashboard", () => {
  test("is one for the environment, unless it wants none", () => {
    expect(dashboard_name).toBe("sample-rotation");
    const without = stacksOf(sampleWith({ "monitoring.dashboard": false }))("app-secret");
    expect(without.resources("aws_cloudwatch_dashboard")).toEqual({});
    expect(without.json.output).not.toHaveProperty("dashboard_name");
  });

  test("shows alarms that exist", () => {
    const names = Object.values(stacks("app-secret").resources("aws_cloudwatch_metric_alarm")).map(
      ({ alarm_name }) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${alarm_name}`,
    );
    const { alarms = [] } = widgets[0]?.properties ?? {};
    expect(alarms.length).toBe(3 + 7);
    expect(names).toEqual(expect.arrayContaining(alarms));
  });

  test("shows the longest age as a metric, and each app secret from the audit's lines in the log", () => {
    expect(called("Days since the last rotation")?.properties.metrics).toEqual([
      ["RotatingRdsMysql", "DaysSinceRotation", "Environment", "sample", { label: "the longest" }],
    ]);
    const { properties } = called("App secrets, as last audited") ?? {};
    expect(properties).toMatchObject({
      query: expect.stringMatching(/^SOURCE '.*' \| filter event = "audit" \| stats latest\(healthy\).* by secret/),
    });
  });

  test("counts by rules that exist", () => {
    const rules = Object.values(stacks("app-secret").resources("aws_cloudwatch_event_rule")).map(({ name }) => name);
    for (const [, , , rule] of called("Rotations")?.properties.metrics ?? [[]]) expect(rules).toContain(rule);
  });

  test("shows the environment's own database", () => {
    expect(called("Database: connections")?.properties.metrics).toEqual([
      [
        "AWS/RDS",
        "DatabaseConnections",
        "DBInstanceIdentifier",
        stacks("database").resource("aws_db_instance", "instance").identifier,
        { label: "DatabaseConnections" },
      ],
    ]);
  });

  test("lays its widgets out without overlap, over the whole width", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`),
    );
    const rows = Math.max(...widgets.map(({ y, height }) => y + height));
    expect([new Set(cells).size, cells.length]).toEqual([cells.length, rows * 24]);
  });
});
