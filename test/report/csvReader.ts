/** Every field of a CSV text, by the letter of RFC 4180; throws where it is broken. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let at = 0;
  const quoted = (): string => {
    let field = '';
    at += 1;
    for (;;) {
      const end = text.indexOf('"', at);
      if (end === -1) throw new Error(`A quoted field that begins before ${String(at)} never ends`);
      field += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') return field;
      field += '"';
      at += 1;
    }
  };
  const bare = (): string => {
    const end = text.slice(at).search(/[,\r\n]/);
    if (end === -1) throw new Error('The last line has no end');
    const field = text.slice(at, at + end);
    if (field.includes('"')) throw new Error(`A quote in the bare field ${field}`);
    at += end;
    return field;
  };
  while (at < text.length) {
    const row = [text[at] === '"' ? quoted() : bare()];
    while (text[at] === ',') {
      at += 1;
      row.push(text[at] === '"' ? quoted() : bare());
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`No line end at ${String(at)}`);
    at += 2;
    rows.push(row);
  }
  return rows;
}
