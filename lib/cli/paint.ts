import { styleText } from 'node:util';
import type { Paint, Tone } from '../report/layout.ts';

const styles: Readonly<Record<Exclude<Tone, 'plain'>, Parameters<typeof styleText>[0]>> = {
  heading: 'bold',
  quiet: 'dim',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  critical: ['bold', 'redBright'],
};

/** Colours for a stream: none where it is no terminal, or NO_COLOR is set. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (tone, text) => (tone === 'plain' || text === '' ? text : styleText(styles[tone], text, { stream }));
}
