/** Attribute values; numbers are rounded to a tenth, so that the picture stays small and the same on every machine. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One SVG or HTML element. Attribute values are escaped; `children` is markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? tenth(value) : escapeMarkup(String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** A line of text; `className` chooses size and colour. */
export function text(x: number, y: number, className: string, content: string, more: Attributes = {}): string {
  return element("text", { x, y, class: className, ...more }, escapeMarkup(content));
}

/** A tooltip that needs no script: browsers show it, screen readers read it. */
export function tip(content: string): string {
  return element("title", {}, escapeMarkup(content));
}

/** Escapes what has a meaning in XML and HTML. */
export function escapeMarkup(content: string): string {
  return content.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** At most one decimal, without a trailing zero. */
export function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}
