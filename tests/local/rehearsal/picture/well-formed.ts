/** Names of elements that are opened and not closed, or closed and not opened, in order; empty when the markup nests properly. */
export function openElements(markup: string): string[] {
  const open: string[] = [];
  for (const match of markup.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<|&(?!amp;|lt;|gt;|quot;)/g,
  )) {
    const [all, closing, name = "", , selfClosing] = match;
    if (match[2] === undefined) return [...open, `stray ${all} at ${match.index}`];
    if (selfClosing === "/") continue;
    if (closing === "") open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}
