/** The page as a whole: type, cards, the list of contents. Written for a phone first. */
export const layoutStyle = `
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.page { max-width: 1120px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 2px 0 12px; letter-spacing: -.01em; }
h2 { font-size: 1.05rem; line-height: 1.3; margin: 0 0 10px; }
h3 { font-size: .85rem; font-weight: 600; color: var(--quiet); margin: 16px 0 6px; }
p { margin: 8px 0; }
small { color: var(--quiet); font-size: .85em; }
code { font: .88em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
#findings:focus { outline: none; }
.patterns { position: absolute; }
.skip { position: absolute; left: -999px; top: 8px; padding: 8px 12px; background: var(--card); border-radius: 6px; z-index: 1; }
.skip:focus { left: 8px; }
.product { margin: 0; font-size: .85rem; font-weight: 600; }
.product::first-letter { text-transform: uppercase; }
.product span { font-weight: 400; color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 6px 24px; margin: 0 0 8px; }
.facts dt { font-size: .78rem; color: var(--quiet); }
.facts dd { margin: 0; }
.status { display: inline-block; padding: 0 8px; border-radius: 4px; font-weight: 600; }
.status.good { color: var(--good-text); background: var(--good-ground); }
.status.fair { color: var(--fair-text); background: var(--fair-ground); }
.status.bad, .alarm { color: var(--bad-text); background: var(--bad-ground); }
.alarm { padding: 10px 12px; border-radius: 6px; border-left: 4px solid currentColor; }
.good { color: var(--good-text); }
.note { padding: 10px 12px; border-radius: 6px; color: var(--fair-text); background: var(--fair-ground); }
nav { margin: 0 0 10px; font-size: .84rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 13px; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 4px 0; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 14px; }
.card { min-width: 0; padding: 16px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.headline { margin: 0 0 8px; font-size: 2rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; }
.headline span { display: block; margin-top: 4px; font-size: .95rem; font-weight: 400; letter-spacing: 0; color: var(--quiet); }
ul { margin: 6px 0; padding-left: 20px; }
summary { cursor: pointer; }
.more > summary { color: var(--accent); padding: 4px 0; }
footer { color: var(--quiet); font-size: .85rem; padding: 16px 0; }
@media (min-width: 800px) {
  .page { padding: 28px 24px; }
  h1 { font-size: 1.8rem; }
  main { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px; }
  .headline span { display: inline; margin: 0; }
  nav { font-size: .88rem; margin-bottom: 14px; }
  nav ul { gap: 2px 16px; }
  .wide { grid-column: 1 / -1; }
  .card { padding: 20px 22px; }
  .columns { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 36px; }
}
`;
