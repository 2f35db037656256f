import { losses } from "../../../../ops/review/report/losses";
import { changeOf, reviewOf } from "../sample-change";

const alarms = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    changeOf("aws_cloudwatch_metric_alarm", `alarm_${index}`, { before: {} }),
  );

describe("what is lost", () => {
  it("stands open up to a third of a screen, the rest folded", () => {
    const [open, folded, ...others] = losses(reviewOf(alarms(30)));
    expect(open?.title).toBe("## ⛔ 30 resources are destroyed or replaced");
    expect([open?.items.length, folded?.items.length, folded?.fold]).toEqual([12, 18, "18 more that are destroyed"]);
    expect(others).toEqual([]);
  });

  it("is never folded where it cannot be made again", () => {
    const secrets = Array.from({ length: 20 }, (_, index) =>
      changeOf("aws_secretsmanager_secret", `secret_${index}`, { before: {} }),
    );
    const [open, folded] = losses(reviewOf([...alarms(9), ...secrets]));
    expect(open?.items.map((item) => item.includes("aws_secretsmanager_secret"))).toEqual(new Array(20).fill(true));
    expect(folded?.items).toHaveLength(9);
  });

  it("is not folded for a few lines", () => {
    expect(losses(reviewOf(alarms(15))).map(({ items }) => items.length)).toEqual([15]);
  });
});
