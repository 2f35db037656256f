/** What one field of a cron expression may hold. */
export interface FieldForm {
  /** How messages call the values: "hours". */
  readonly plural: string;
  readonly min: number;
  readonly max: number;
  /** Names for the numbers from `least` on: JAN, SUN. */
  readonly names: readonly string[];
  /** After what the values begin anew. */
  readonly round: "day" | "week" | "month" | "year";
}

export const HOURS: FieldForm = { plural: "hours", min: 0, max: 23, names: [], round: "day" };
export const DAYS_OF_MONTH: FieldForm = {
  plural: "days",
  min: 1,
  max: 31,
  names: [],
  round: "month",
};
export const MONTHS: FieldForm = {
  plural: "months",
  min: 1,
  max: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  round: "year",
};
/** 1 is Sunday. */
export const WEEKDAYS: FieldForm = {
  plural: "weekdays",
  min: 1,
  max: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
  round: "week",
};

/** What is wrong with a field: what is allowed there, and what to write instead. */
export interface FieldProblem {
  readonly allowed: string;
  readonly remedy: string;
}

/** The numbers of a field: `*`, `5`, `1,15`, `MON-FRI`, `0/6`, `8-18/2`. Sorted, each once. */
export function readField(field: string, form: FieldForm): readonly number[] | FieldProblem {
  const found = new Set<number>();
  for (const item of field.split(",")) {
    const values = readItem(item, form);
    if ("allowed" in values) return values;
    for (const value of values) found.add(value);
  }
  return [...found].sort((one, other) => one - other);
}

/** One number or name of a field, or undefined. */
export function readNumber(text: string, { min, max, names }: FieldForm): number | undefined {
  const index = names.indexOf(text);
  const value = index >= 0 ? index + min : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= min && value <= max ? value : undefined;
}

function readItem(item: string, form: FieldForm): readonly number[] | FieldProblem {
  const { min, max } = form;
  const [, start = "", end, step] = /^([A-Z0-9]+|\*)(?:-([A-Z0-9]+))?(?:\/(\d{1,2}))?$/.exec(item) ?? [];
  const isOpen = end === undefined && (start === "*" || step !== undefined);
  const first = start === "*" ? (end === undefined ? min : undefined) : readNumber(start, form);
  const last = isOpen ? max : end === undefined ? first : readNumber(end, form);
  const by = step === undefined ? 1 : Number(step);
  if (first === undefined || last === undefined || last < first || by < 1 || by > max) return notUnderstood(form);
  const values: number[] = [];
  for (let value = first; value <= last; value += by) values.push(value);
  if (isOpen && by > 1 && !comesOutEven(values, by, form)) return startsAnew(item, values, form);
  return values;
}

/** Steps that fill their round leave the same distance everywhere. Months differ in length, so steps of days never do. */
function comesOutEven(values: readonly number[], by: number, { min, max, round }: FieldForm): boolean {
  return round !== "month" && values.length * by === max - min + 1;
}

function notUnderstood({ plural, min, max, names }: FieldForm): FieldProblem {
  const called = names.length === 0 ? "" : ` or ${names[0]} to ${names.at(-1)}`;
  return {
    allowed: `${plural} from ${min} to ${max}${called}, as *, one, a list (a,b), a range (a-b) or steps (a/b)`,
    remedy: `correct the ${plural}`,
  };
}

function startsAnew(item: string, values: readonly number[], { plural, round }: FieldForm): FieldProblem {
  return {
    allowed: `steps of ${plural} that come out even; ${item} does not, it starts anew every ${round}`,
    remedy: `write the ${plural} out, if that is what you want: ${values.join(",")}`,
  };
}
