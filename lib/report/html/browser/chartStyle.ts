/** Bars, chips and the lists that they stand in. */
export const chartStyle = `
.bar { display: block; width: 100%; height: 12px; background: var(--track); border-radius: 3px; overflow: hidden; }
.bar .critical { fill: var(--critical); } .bar .high { fill: var(--high); } .bar .medium { fill: var(--medium); } .bar .low { fill: var(--low); }
.bar .fail { fill: var(--fail); } .bar .unknown { fill: var(--unknown); } .bar .pass { fill: var(--pass); } .bar .notApplicable { fill: var(--none); } .bar .known { fill: var(--known); }
.patterns rect { fill: var(--hatch); }
.hatch { opacity: .65; }
.rows { list-style: none; margin: 6px 0; padding: 0; }
.rows li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; align-items: center; padding: 5px 0; }
.rows .bar { grid-column: 1 / -1; grid-row: 2; height: 8px; }
.stacked small { display: block; }
.rows .figures { text-align: right; }
.rows.tall li { grid-template-columns: minmax(0, 1fr); }
.rows.tall .figures { text-align: left; grid-row: 3; }
.figures { color: var(--quiet); font-size: .88rem; }
.rows.short .figures { color: var(--text); font-size: 1rem; font-weight: 600; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 0 0 8px; padding: 0; font-size: .88rem; }
.legend li { display: flex; align-items: center; gap: 6px; }
.legend .bar { width: 18px; height: 12px; }
.chip { display: inline-block; padding: 1px 7px; border-radius: 4px; font-size: .76rem; font-weight: 600; line-height: 1.5; color: var(--on-chip); background: var(--unrated); white-space: nowrap; }
.chip.critical { background: var(--critical); } .chip.high { background: var(--high); } .chip.medium { background: var(--medium); } .chip.low { background: var(--low); }
.plain, .counts, .checks, .entries, .tiles { list-style: none; padding: 0; }
.counts li { display: flex; gap: 10px; padding: 1px 0; }
.count { flex: none; min-width: 2em; text-align: right; font-weight: 600; }
.checks li { padding: 6px 0; border-top: 1px solid var(--line); }
.checks .figures { display: block; }
.entries > li { padding: 8px 0; border-top: 1px solid var(--line); }
.entries > li > small, .entries li small { display: block; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 10px; }
.tiles li { padding: 10px 12px; background: var(--sunk); border-radius: 8px; }
.tiles strong { display: block; font-size: 1.4rem; line-height: 1.2; }
.tiles small { display: block; line-height: 1.35; }
#not-covered > p:not(:first-of-type) { margin-top: 12px; padding-top: 10px; border-top: 1px solid var(--line); }
@media (min-width: 800px) {
  .rows:not(.stacked) li { grid-template-columns: 9.5rem minmax(0, 1fr) 6.5rem; }
  .rows:not(.stacked) .bar { grid-column: auto; grid-row: auto; height: 12px; }
  .rows.short:not(.stacked) li { grid-template-columns: 6rem minmax(0, 1fr) 5rem; }
  .rows.tall:not(.stacked) li { grid-template-columns: 9rem minmax(0, 1fr) 26rem; }
  .rows.tall .figures { grid-row: auto; }
}
`;
