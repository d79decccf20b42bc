/** How long one call of the API took, its body read, in milliseconds. Throws unless its status is one of those expected. */
export async function timeCall(url: string, expected: number, body?: object): Promise<number> {
  const began = performance.now();
  const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, body === undefined ? {} : post);
  await response.arrayBuffer();
  if (response.status !== expected) throw new Error(`${url} answered ${String(response.status)}.`);
  return performance.now() - began;
}
