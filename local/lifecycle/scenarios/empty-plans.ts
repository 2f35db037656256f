import { nothingToDo } from "../deployment";
import type { Scenario } from "./scenario";

/** What rotations moved is nothing that Terraform wants back. */
export const emptyPlans: Scenario = {
  name: "empty-plans",
  title: "Plan every stack: nothing to do",
  isInShort: true,
  async run(context, recorder) {
    await recorder.step("terraform plan -detailed-exitcode of every stack", () => nothingToDo(recorder, context));
  },
};
