import { chartStyle } from './chartStyle.ts';
import { colourStyle } from './colourStyle.ts';
import { findingsStyle } from './findingsStyle.ts';
import { layoutStyle } from './layoutStyle.ts';
import { printStyle } from './printStyle.ts';

/** The page's own style. The later parts build on the earlier. */
export const pageStyle = [colourStyle, layoutStyle, chartStyle, findingsStyle, printStyle].join('');
