import { requireSameAnswers } from "../../support/memory/same-answers";

describe("the MariaDB in memory and a real one", () => {
  it("do the same with every change of an account, and let in the same passwords", () => requireSameAnswers(), 120_000);
});
