import { Annotations } from "cdktf";
import type { AppSecretChoice } from "../../environments/schema";
import type { EnvironmentStack } from "../shared/environment-stack";

/** Privileges to create objects that run with the privileges of their definer. */
const MAKES_DEFINERS = ["CREATE VIEW", "CREATE ROUTINE", "EVENT", "TRIGGER"];

/**
 * Warns at synthesis if two alternating users would each become the definer of a part of an application's objects: only the definer
 * of a view may alter it (error 1227), and an object stops working when its definer is dropped.
 */
export function warnOfDefiners(stack: EnvironmentStack, { name, strategy, privileges }: AppSecretChoice): void {
  const found = privileges.filter((privilege) => MAKES_DEFINERS.includes(privilege));
  if (strategy.value !== "alternating-users" || found.length === 0) return;
  Annotations.of(stack).addWarning(
    `the app secret "${name}" has two users in turn, and each may make objects that the other may not alter; ` +
      `found: ${found.join(", ")}; allowed, and better with strategy "admin-rotated" or "single-user"; ` +
      "what to do: choose one of these for the application that changes the schema, or take the privileges away " +
      "(docs/decisions/036-definers-are-kept.md)",
  );
}
