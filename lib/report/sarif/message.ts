import type { Because } from '../../model/verdict.ts';
import type { FindingView } from '../../model/finding.ts';
import { printable } from '../printable.ts';

/**
 * A plain text message of SARIF 2.1.0 that stands for exactly this text. Braces are doubled, since single ones are
 * placeholders (3.11.5), and a space parts what a viewer would take for a link (3.11.6).
 */
export function messageOf(text: string): { readonly text: string } {
  const literal = printable(text).replace(/[{}]/g, '$&$&').replaceAll('](', '] (');
  return { text: literal };
}

function told({ path, observed, expected }: Because): string {
  return `${path} is ${observed}; expected ${expected}`;
}

function said({ status, because, reason, detail, permission }: FindingView): string {
  if (status !== 'unknown') return because === undefined ? 'no evidence was stored' : told(because);
  const missing = permission === undefined || permission === '' ? '' : `; missing ${permission}`;
  return `could not be judged (${reason ?? 'no reason was stored'}): ${detail ?? ''}${missing}`;
}

/** The evidence: of which resource, which part of it, and what was seen. */
export function evidenceOf(finding: FindingView): string {
  const { resourceName, subKey } = finding;
  return `${resourceName}${subKey === '' ? '' : ` ${subKey}`}: ${said(finding)}`;
}
