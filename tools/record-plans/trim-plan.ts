type Json = Readonly<Record<string, unknown>>;

/** Attributes that name a resource or decide what a change of it means; they are kept even where they do not differ. */
const KEPT = new Set([
  ...["arn", "id", "name", "identifier", "description", "policy", "role", "policy_arn", "secret_id", "secret_arn"],
  ...["function_name", "input", "lifecycle_scope", "engine", "apply_immediately", "from_port", "to_port", "cidr_ipv4"],
  ...["rotate_immediately", "rotation_rules", "deletion_window_in_days", "recovery_window_in_days", "kms_key_id"],
  ...["skip_final_snapshot", "security_group_id", "tags", "principal", "action", "alarm_name", "key_id"],
]);

/** Types whose unchanged resources a review reads: the policies of both sides, and what their ARNs name. */
const READ_UNCHANGED =
  /policy|lambda_permission|secretsmanager_secret$|kms_key$|db_instance$|lambda_function$|iam_role$/;

/**
 * What a review reads of `terraform show -json <plan>`, small enough for a repository: without prior state, configuration and planned
 * values, unchanged attributes and data sources, and with every sensitive value replaced.
 */
export function trimPlan(plan: Json): Json {
  return {
    format_version: plan.format_version,
    resource_drift: resources(plan.resource_drift),
    resource_changes: resources(plan.resource_changes),
    output_changes: Object.fromEntries(
      Object.entries(asObject(plan.output_changes))
        .filter(([, change]) => !isNoOp(asObject(change)))
        .map(([name, change]) => [name, masked(asObject(change))]),
    ),
  };
}

function resources(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : []).map(asObject).flatMap((resource): Json[] => {
    const { address, mode, type, name, change, action_reason } = resource;
    const whole = masked(asObject(change));
    if (mode === "data" || (isNoOp(whole) && !READ_UNCHANGED.test(String(type)))) return [];
    return [
      { address, mode, type, name, change: withoutUnchanged(whole), ...(action_reason ? { action_reason } : {}) },
    ];
  });
}

function withoutUnchanged(change: Json): Json {
  const { before, after } = change;
  const isKept = (key: string): boolean =>
    KEPT.has(key) || JSON.stringify(asObject(before)[key]) !== JSON.stringify(asObject(after)[key]);
  const part = (value: unknown): unknown =>
    value === null || value === undefined
      ? value
      : Object.fromEntries(Object.entries(asObject(value)).filter(([key, one]) => isKept(key) && one !== null));
  return isNoOp(change)
    ? { actions: ["no-op"], before: part(before), after: part(after) }
    : { ...change, before: part(before), after: part(after) };
}

function isNoOp({ actions }: Json): boolean {
  return JSON.stringify(actions) === '["no-op"]';
}

function masked(change: Json): Json {
  return {
    ...change,
    before: mask(change.before, change.before_sensitive),
    after: mask(change.after, change.after_sensitive),
  };
}

function mask(value: unknown, isSensitive: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (isSensitive === true) return "(removed from the recording)";
  if (Array.isArray(value))
    return value.map((one, index) => mask(one, Array.isArray(isSensitive) ? isSensitive[index] : false));
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mask(one, asObject(isSensitive)[key])]));
}

function asObject(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
