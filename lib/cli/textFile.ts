import { open, rename, rm } from 'node:fs/promises';

/** Where texts go, one after the other. */
export interface TextSink {
  write(text: string): Promise<void>;
}

/** A file that is there whole or not at all. */
export interface TextFile extends TextSink {
  /** Writes what is left and closes; the file has its name from `publish` on. */
  close(): Promise<void>;
  /** Puts the closed file in its place. */
  publish(): Promise<void>;
  /** Leaves nothing behind, whatever happened before. */
  drop(): Promise<void>;
}

/** Characters held until they are written: a call to the system for each text would cost more than the texts. */
const mostHeld = 64 * 1024;

/** Opens a file beside its place. Whatever fails rejects the call that met it. */
export async function openTextFile(name: string): Promise<TextFile> {
  // Another run at the same time writes a file of its own.
  const partial = `${name}.${String(process.pid)}.part`;
  const file = await open(partial, 'w');
  let held = '';
  let isOpen = true;
  const flush = async (): Promise<void> => {
    const text = held;
    held = '';
    await file.writeFile(text, 'utf8');
  };
  return {
    async write(text) {
      held += text;
      if (held.length > mostHeld) await flush();
    },
    async close() {
      await flush();
      isOpen = false;
      await file.close();
    },
    publish: () => rename(partial, name),
    async drop() {
      if (isOpen) await file.close().catch(() => undefined);
      await rm(partial, { force: true }).catch(() => undefined);
    },
  };
}
