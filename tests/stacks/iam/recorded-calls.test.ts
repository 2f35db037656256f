import { recordCalls } from "../../../tools/record-calls/scenario";
import { testMysql } from "../../support/mysql";
import recorded from "./recorded-calls.json";

describe("the calls against which the policies are checked", () => {
  test("are those that the function makes now, with every strategy, from provision to deletion", async () => {
    // When this fails the function has learnt a call or lost one: npm run record-calls, and look at its policy.
    expect(await recordCalls(testMysql())).toEqual(recorded);
  }, 120_000);
});
