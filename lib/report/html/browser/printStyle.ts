/** On paper: everything opened, no controls, dark on white. */
export const printStyle = `
@media print {
  @page { margin: 14mm; }
  body { background: none; font-size: 10pt; }
  .page { max-width: none; padding: 0; }
  nav, .skip, .more > summary, #filters, button { display: none !important; }
  main { display: block; }
  .card { border: 0; border-radius: 0; padding: 0; margin: 0 0 16pt; }
  h2, h3, summary { break-after: avoid; }
  .bar, .chip, .status, .alarm, .note, .patterns { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; height: auto; }
  .group > summary::before, .finding > summary::before { content: none; }
  .group > summary, .finding > summary { padding-left: 0; }
  .finding, .body, .group > .why { margin-left: 0; }
  .body { background: none; padding: 0 0 0 10pt; border-left: 2px solid var(--line); }
  .finding > summary { break-inside: avoid; }
}
`;
