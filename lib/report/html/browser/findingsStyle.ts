/** The controls and the list of findings. */
export const findingsStyle = `
#filters { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; margin: 12px 0; padding: 12px; background: var(--sunk); border-radius: 8px; }
#filters label { display: block; font-size: .8rem; color: var(--quiet); min-width: 0; }
#filters .search, #filters fieldset { grid-column: 1 / -1; }
#filters input[type=search], #filters select, button { width: 100%; min-height: 38px; margin-top: 2px; padding: 6px 10px; font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--quiet); border-radius: 6px; }
#filters fieldset { display: flex; flex-wrap: wrap; gap: 0 18px; margin: 0; padding: 0; border: 0; }
#filters legend { padding: 0; font-size: .8rem; color: var(--quiet); }
#filters fieldset label { display: flex; align-items: center; gap: 6px; min-height: 32px; font-size: .92rem; color: var(--text); }
#filters ::placeholder { color: var(--quiet); opacity: 1; }
button { cursor: pointer; }
#clear { align-self: end; }
#shown { color: var(--quiet); font-size: .9rem; }
.group { border-top: 1px solid var(--line); }
.group > summary, .finding > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 3px 10px; padding: 10px 0 10px 18px; position: relative; list-style: none; }
.group > summary::-webkit-details-marker, .finding > summary::-webkit-details-marker { display: none; }
.group > summary::before, .finding > summary::before { content: ""; position: absolute; left: 2px; top: 1.15em; width: 7px; height: 7px; border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(-45deg); }
.group[open] > summary::before, .finding[open] > summary::before { transform: rotate(45deg); }
.group > summary .title { flex: 1 1 200px; min-width: 0; font-weight: 600; }
.group > summary code, .group > summary small { font-weight: 400; color: var(--quiet); }
.group > .why { margin: 0 0 8px 18px; color: var(--quiet); }

.finding { border-top: 1px solid var(--line); }
.finding > summary { padding: 8px 0 8px 18px; }
.finding > summary strong, .seen, .place, .about { min-width: 0; max-width: 100%; }
.finding:not([open]) > summary strong, .finding:not([open]) .seen { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; line-clamp: 2; overflow: hidden; }
.about { flex-basis: 100%; }
.place { color: var(--quiet); font-size: .9rem; }
.seen { flex-basis: 100%; font-size: .92rem; }
.finding[open] .seen { display: none; }
.mark { padding: 0 6px; border: 1px solid currentColor; border-radius: 4px; font-size: .76rem; color: var(--quiet); }
.mark.unknown { color: var(--fair-text); } .mark.new { color: var(--accent); }
.body { display: grid; grid-template-columns: minmax(0, 1fr); margin: 0 0 12px; padding: 12px; background: var(--sunk); border-radius: 8px; }
.body dt { font-size: .8rem; color: var(--quiet); }
.body dd { margin: 0 0 8px; min-width: 0; }
.body ul { margin: 0; padding: 0; list-style: none; }
.tags { display: flex; flex-wrap: wrap; gap: 4px 6px; }
.tags li { padding: 0 7px; border: 1px solid var(--line); border-radius: 4px; font-size: .88rem; }
.trail li + li::before { content: "→ "; color: var(--quiet); }
.command { display: flex; flex-wrap: wrap; gap: 6px; align-items: flex-start; }
.command code { flex: 1 1 240px; min-width: 0; padding: 6px 8px; background: var(--card); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
button.copy { width: auto; min-height: 32px; margin: 0; padding: 3px 12px; font-size: .88rem; }
button.next { width: auto; margin: 10px 0 10px 18px; }
@media (min-width: 800px) {
  #filters { grid-template-columns: repeat(6, minmax(0, 1fr)); }
  #filters .search { grid-column: span 6; }
  #filters fieldset { grid-column: 1 / -1; }
  #filters legend { float: left; padding: 6px 18px 0 0; }
  .finding, .body { margin-left: 18px; }
  .finding > summary .place { margin-left: auto; }
  .body { grid-template-columns: 9rem minmax(0, 1fr); gap: 6px 16px; }
  .body dd { margin: 0; }
}
`;
