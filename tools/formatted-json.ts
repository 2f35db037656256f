const LINE_WIDTH = 120;

/** A document of JSON as the project's formatter writes it: a list on one line where it fits. */
export function formattedJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2).replace(
    /^( +"[\w-]+": )\[\n([^[\]]+)\n +\]/gm,
    (whole, key, items: string) => {
      const line = `${key}[${items
        .split("\n")
        .map((item) => item.trim())
        .join(" ")}]`;
      return line.length <= LINE_WIDTH ? line : whole;
    },
  );
  return `${text}\n`;
}
