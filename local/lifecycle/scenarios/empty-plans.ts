import { nothingToDo } from "../deployment";
import type { Scene } from "./scenario";

/** What rotations moved is nothing that Terraform wants back. */
export const emptyPlans: Scene = {
  name: "empty-plans",
  title: "Plan every stack: nothing to do",
  isInShort: true,
  async play(world, stage) {
    await stage.act("terraform plan -detailed-exitcode of every stack", () => nothingToDo(stage, world));
  },
};
