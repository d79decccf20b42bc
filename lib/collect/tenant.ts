import type { Arm } from '../azure/arm.ts';
import { readPages } from '../azure/pages.ts';
import { resourceTypes, tenantType } from '../model/resourceTypes.ts';
import { isRow, type Row } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Read, Unread } from '../model/verdict.ts';
import { CollectError, type Page, type PartScope, type UnusableRow } from './collector.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { refusalOf, unread } from './refusal.ts';
import { listRows } from './subscriptions.ts';

const apiVersion = resourceTypes[tenantType]?.apiVersion ?? '';

/** A part without subscriptions collects the tenant. */
export function isTenantScope({ subscriptions, types }: PartScope): boolean {
  return subscriptions.length === 0 && types.includes(tenantType);
}

type Rows = Read<readonly Row[]>;

/** https://learn.microsoft.com/rest/api/resources/tenants/list */
async function listTenants(arm: Arm): Promise<Rows> {
  const rows: Row[] = [];
  for await (const answer of readPages(arm, '/tenants', { apiVersion })) {
    if (answer.status !== 200) return refusalOf(answer, '');
    const value: unknown = isRow(answer.body) ? answer.body['value'] : undefined;
    if (!Array.isArray(value)) return unread('malformed', "The list of tenants is no list in Azure's answer");
    rows.push(...value.filter(isRow));
  }
  return { state: 'read', value: rows };
}

const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** Tenants that only delegate resources to the caller's own: https://learn.microsoft.com/rest/api/resources/tenants/list#tenantcategory */
const delegating: ReadonlySet<string> = new Set(['managedby', 'projectedby']);

/**
 * The tenant that the caller's token is for, among those that know the caller. A guest is known to several: of those the
 * one that holds the visible subscriptions, as a token shows the subscriptions of its own tenant and delegated ones.
 */
async function ownTenant(arm: Arm, tenants: readonly Row[]): Promise<Read<Row>> {
  const own = tenants.filter((row) => !delegating.has(lower(row['tenantCategory'])));
  const holding = own.length > 1 ? new Set((await listRows(arm)).map((row) => lower(row['tenantId']))) : undefined;
  const left = own.filter((row) => holding?.has(lower(row['tenantId'])) ?? true);
  const [only] = left;
  if (only !== undefined && left.length === 1) return { state: 'read', value: only };
  const names = own.map((row) => lower(row['tenantId'])).join(', ');
  return unread('notFound', `Azure does not tell which tenant this identity signs in to, of these: ${names || 'none'}`);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function toSubject(row: Row): Subject | Unread {
  const id = text(row['id']);
  const [, guid] = /^\/tenants\/([0-9a-f-]{36})$/i.exec(id) ?? [];
  if (guid === undefined)
    return unread('malformed', `the id ${JSON.stringify(id.slice(0, 200))} is not that of a tenant`);
  const name = text(row['displayName']) || text(row['defaultDomain']) || guid;
  return { id, type: tenantType, name, subscriptionId: '', resourceGroup: '', location: '', row, origin: 'arm' };
}

/** The tenant as a subject. Where it cannot be told the checks on it say why, instead of not being there. */
async function findTenant(arm: Arm): Promise<Subject | UnusableRow> {
  const unusable = (why: Unread): UnusableRow => ({
    subscriptionId: '',
    type: tenantType,
    id: '/tenants',
    unread: why,
  });
  try {
    const tenants = await listTenants(arm);
    const own = tenants.state === 'read' ? await ownTenant(arm, tenants.value) : tenants;
    const subject = own.state === 'read' ? toSubject(own.value) : own;
    return 'state' in subject ? unusable(subject) : subject;
  } catch (error) {
    if (error instanceof CollectError && error.code === 'invalid') return unusable(unread('malformed', error.message));
    throw error;
  }
}

const isOver = (cursor: string | null): boolean => readCursor(cursor).mode === 'end';
const end = writeCursor({ mode: 'end' });

/** The only page of the tenant's part. */
export async function readTenantPage(arm: Arm, cursor: string | null): Promise<Page> {
  if (isOver(cursor)) return { items: [], next: null };
  return { items: [{ found: await findTenant(arm), cursor: end }], next: null, listed: 1 };
}

/** The tenant's id before it is judged, and the cursor after it. */
export async function peekTenant(arm: Arm, cursor: string | null): Promise<{ id: string; cursor: string } | null> {
  return isOver(cursor) ? null : { id: (await findTenant(arm)).id, cursor: end };
}
