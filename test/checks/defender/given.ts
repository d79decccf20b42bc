import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, refused, type Given } from '../given.ts';

const id = '/subscriptions/20ff7fc3-e762-44dd-bd96-b71116dcdc23';

export const subscription: Row = { id, type: 'microsoft.resources/subscriptions', name: 'Example' };

export type Reads = Readonly<Record<string, Read<readonly Row[]>>>;

/** A subscription with what Defender for Cloud lists for it. */
export const listed = (reads: Reads): Given => ({ subject: subscription, reads });

const read = (list: string, ...rows: readonly Row[]): Reads => ({ [`Microsoft.Security/${list}`]: found(...rows) });
export const plans = (...rows: readonly Row[]): Reads => read('pricings', ...rows);
export const contacts = (...rows: readonly Row[]): Reads => read('securityContacts', ...rows);
export const settings = (...rows: readonly Row[]): Reads => read('settings', ...rows);
export const policies = (...rows: readonly Row[]): Reads => read('jitNetworkAccessPolicies', ...rows);
export const alerts = (...rows: readonly Row[]): Reads => read('alerts', ...rows);
export const machines = (...rows: readonly Row[]): Reads => ({
  'microsoft.compute/virtualmachines in the subscription': found(...rows),
});

/** A list that the caller may not read. */
export const denied = (list: string): Reads => ({
  [`Microsoft.Security/${list}`]: refused('denied', 'AuthorizationFailed', `Microsoft.Security/${list}/read`),
});

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/security/resource-manager/Microsoft.Security/Security/stable/2024-01-01/examples/Pricings/ListPricings_example.json
const exampleProperties: Row = {
  pricingTier: 'Standard',
  freeTrialRemainingTime: 'PT0S',
  enablementTime: '2023-03-01T12:42:42.1921106Z',
  enforce: 'False',
  resourcesCoverageStatus: 'FullyCovered',
};

/** A plan that is on, with the changes given. */
export const plan = (name: string, properties: Row = {}): Row => ({
  id: `${id}/providers/Microsoft.Security/pricings/${name}`,
  name,
  type: 'Microsoft.Security/pricings',
  properties: changed(exampleProperties, properties),
});
export const off: Row = { pricingTier: 'Free', enablementTime: undefined, resourcesCoverageStatus: 'NotCovered' };

export const extension = (name: string, isEnabled: unknown): Row => ({ extensions: [{ name, isEnabled }] });
