import { markup, nothing, type Markup } from './markup.ts';

/** What a stretch of a bar stands for; the style gives each its colour, and hatches what is not known. */
export type BarKind = 'critical' | 'high' | 'medium' | 'low' | 'pass' | 'fail' | 'unknown' | 'notApplicable' | 'known';

export interface Stretch {
  readonly kind: BarKind;
  readonly size: number;
}

/** Percent of the bar's width, short enough for thousands of bars. */
function percent(share: number): string {
  return `${String(Math.round(share * 10_000) / 100)}%`;
}

function hatched(x: string, width: string): Markup {
  return markup`<rect class="hatch" x="${x}" width="${width}" height="100%" fill="url(#hatch)"></rect>`;
}

function stretchElement({ kind, size }: Stretch, before: number, whole: number): Markup {
  if (size <= 0) return nothing;
  const [x, width] = [percent(before / whole), percent(size / whole)];
  const bar = markup`<rect class="${kind}" x="${x}" width="${width}" height="100%"></rect>`;
  return kind === 'unknown' ? markup`${bar}${hatched(x, width)}` : bar;
}

/**
 * A bar of stretches side by side, `whole` long. It is drawn in percent of its own width, so that it fits any screen.
 * `label` says in words what it shows.
 */
export function bar(label: string, stretches: readonly Stretch[], whole: number): Markup {
  let before = 0;
  const drawn = stretches.map((stretch) => {
    const element = stretchElement(stretch, before, Math.max(whole, Number.MIN_VALUE));
    before += Math.max(0, stretch.size);
    return element;
  });
  return markup`<svg class="bar" role="img" aria-label="${label}">${drawn}</svg>`;
}

/** The pattern of what is not known, drawn once and used by every bar. */
export const patterns = markup`<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6"></rect></pattern></defs></svg>`;
