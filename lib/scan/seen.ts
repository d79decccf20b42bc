import * as z from 'zod';
import { prefixRange } from '../store/keys.ts';
import type { Table } from '../store/table.ts';

/** The resources that a scan looked at, as packed hashes: 8 bytes each, of which two among a million hardly ever agree. */
export interface Seen {
  readonly count: number;
  readonly has: (resourceHash: string) => boolean;
}

const seenRecord = z.object({ hashes: z.string() });
/** Bytes of a hash in a row, and of those how many are kept. */
const stored = 16;

function contains(sorted: BigUint64Array, wanted: bigint): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0n) < wanted) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === wanted;
}

/** Reads the resources that a scan looked at. */
export async function readSeen(table: Table, scanId: string): Promise<Seen> {
  let packed = new BigUint64Array(1024);
  let count = 0;
  for await (const { properties } of table.rows(scanId, prefixRange('seen~'))) {
    const bytes = Buffer.from(seenRecord.parse(properties).hashes, 'base64');
    const needed = count + Math.floor(bytes.length / stored);
    if (needed > packed.length) {
      const larger = new BigUint64Array(Math.max(needed, packed.length * 2));
      larger.set(packed);
      packed = larger;
    }
    for (let at = 0; at + stored <= bytes.length; at += stored) {
      packed[count] = bytes.readBigUInt64BE(at);
      count += 1;
    }
  }
  const sorted = packed.subarray(0, count).sort();
  return { count, has: (resourceHash) => contains(sorted, BigInt(`0x${resourceHash.slice(0, 16)}`)) };
}
