import type { HttpResponseInit } from '@azure/functions';
import { removeHook } from '../scan/hooks.ts';
import type { Call } from './answers.ts';
import { scanIdOf } from './parameters.ts';

/** Takes a callback away. Its nonce is the permission; 204 also where there is no such callback. The scan goes on. */
export async function deleteHook({ context, request }: Call): Promise<HttpResponseInit> {
  const [scanId = '', nonce = ''] = (request.params['hook'] ?? '').split('.');
  const asked = scanIdOf({ params: { scanId } });
  if ('scanId' in asked && nonce !== '') await removeHook(context, asked.scanId, nonce);
  return { status: 204 };
}
