import { marker } from '../../../lib/local/sampleTenant/generateEstate.ts';

const parse = JSON.parse.bind(JSON);

/**
 * Preloaded into a host (`NODE_OPTIONS=--import`): whoever parses a text that holds the marked resource dies on the spot,
 * as a process does that runs out of memory on one row. Nothing can catch it, no message is released.
 */
JSON.parse = (text: string, reviver?: Parameters<typeof parse>[1]): unknown => {
  if (text.includes(marker)) process.kill(process.pid, 'SIGKILL');
  return parse(text, reviver);
};
