/** The value of a JSON text; `undefined`, which JSON cannot hold, where it is none. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return value;
  } catch {
    return undefined;
  }
}
