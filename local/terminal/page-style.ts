/** Style sheet of the page around the picture; the colours are those of the picture's panels. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --muted: #5b6673; --ground: #ffffff; --panel: #f6f8fa; --line: #dfe4ea; --failure: #c4002b }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf3; --muted: #9aa7b5; --ground: #0f141b; --panel: #171e27; --line: #2a333f; --failure: #ff5d73 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif }
main { max-width: 1256px; margin: 0 auto; padding: 8px 28px 48px }
figure { margin: 0; overflow-x: auto }
figure svg { display: block; max-width: 100%; min-width: 860px; height: auto }
section { margin: 20px 28px 0 }
h1 { font-size: 25px; line-height: 1.3 }
figcaption { margin: 8px 28px 0; color: var(--muted); font-size: 13px }
@media (min-width: 600px) { h1.repeated { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) } }
h2 { font-size: 17px; margin: 28px 0 8px }
.problems { margin: 24px 28px 0; padding: 12px 16px 12px 34px; border: 2px solid var(--failure); border-radius: 8px; color: var(--failure); font-weight: 600 }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); gap: 10px }
.sums div { background: var(--panel); border-radius: 8px; padding: 12px 14px }
.sums strong { display: block; font-size: 24px; line-height: 1.2; font-variant-numeric: tabular-nums }
.sums span { color: var(--muted); font-size: 13px }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: 12.5px; font-variant-numeric: tabular-nums; white-space: nowrap }
th { text-align: left; color: var(--muted); font-weight: 500 }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line) }
.number { text-align: right; padding-right: 16px }
.failed { color: var(--failure); font-weight: 700 }
footer { margin: 28px 28px 0; color: var(--muted); font-size: 12px; overflow-wrap: anywhere }
@media (max-width: 599px) {
  main { padding: 8px 14px 32px }
  section, .problems, footer, figcaption { margin-left: 0; margin-right: 0 }
}
#tip { position: fixed; z-index: 1; max-width: 420px; padding: 6px 10px; border-radius: 6px; background: var(--ink); color: var(--ground); font-size: 12.5px; pointer-events: none; box-shadow: 0 2px 10px rgb(0 0 0 / .3) }
`;
