import { children, define, MalformedError, when } from '../define.ts';
import {
  fail,
  isFalse,
  isOneOf,
  isTrue,
  notApplicable,
  observedText,
  pass,
  rowsAt,
  textAt,
  valueAt,
} from '../property.ts';
import { blockOf, coversInternet } from '../sql/addressRanges.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { blobService, storageAccount } from './needs.ts';
import { holds } from './accountKind.ts';

const anonymousAccess = 'properties.allowBlobPublicAccess';

const couldBePublic = (account: Row): boolean => valueAt(account, anonymousAccess) !== false;

// A list of containers costs one of the few lists that Azure allows (100 in 5 minutes for a subscription and region:
// https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling), so it is read only
// where a container could be public at all.
const containers = children(
  'blobServices/default/containers',
  '2024-01-01',
  'Microsoft.Storage/storageAccounts/blobServices/containers/read',
);

const isStateName = (name: string): boolean => /tf[-_]?state|terraform[-_]?state/i.test(name);

function nameOf(container: Row): string {
  const [id, name] = [textAt(container, 'id'), textAt(container, 'name')];
  if (name !== undefined && id?.endsWith(`/${name}`) === true) return name;
  throw new MalformedError(`name of a container is ${observedText(name)}, its id ${observedText(id)}`);
}

const stateContainers = (list: readonly Row[]): readonly Row[] =>
  list.filter((container) => isStateName(nameOf(container)));

const isPublic = (container: Row): boolean =>
  isOneOf(container, 'properties.publicAccess', { safe: ['None'], unsafe: ['Blob', 'Container'], absentIs: 'None' })
    .verdict === 'fail';

/** Passes where no address of the internet reaches the account, whatever its containers allow. */
function judgeNetwork(account: Row): Verdict {
  const access = isOneOf(account, 'properties.publicNetworkAccess', {
    safe: ['Disabled', 'SecuredByPerimeter'],
    unsafe: ['Enabled'],
    absentIs: 'Enabled',
  });
  if (access.verdict === 'pass') return access;
  const action = isOneOf(account, 'properties.networkAcls.defaultAction', {
    safe: ['Deny'],
    unsafe: ['Allow'],
    absentIs: 'Allow',
  });
  if (action.verdict === 'fail') return action;
  const path = 'properties.networkAcls.ipRules';
  const values = (rowsAt(account, path) ?? []).map((rule) => textAt(rule, 'value') ?? '');
  const internet = coversInternet(values.map((value) => blockOf(value, `${path}[].value`)));
  return internet ? fail(`${path}[].value`, observedText(values), 'not to add up to the internet') : action;
}

export const terraformStatePublic = define({
  id: 'storage-terraform-state-public',
  title: 'Nobody reads Terraform state anonymously',
  severity: 'critical',
  why: 'State holds the passwords and keys of everything that Terraform made, in plain text.',
  fix: {
    text: 'Disallow anonymous access for the account, and replace every secret in the state: it has been readable.',
    cli: 'az storage account update --ids {id} --allow-blob-public-access false',
    set: { path: anonymousAccess, value: false },
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-configure',
  absent:
    'Judges the containers: accounts that never set allowBlobPublicAccess may let them be public. A container is private by default.',
  on: storageAccount,
  applies: (account) => holds(account, 'blob'),
  needs: { containers: when(couldBePublic, containers) },
  evaluate(account, { containers: list }) {
    if (list === undefined) return isFalse(account, anonymousAccess);
    const path = 'containers[].properties.publicAccess';
    const expected = 'no container with Terraform state to be public';
    const names = stateContainers(list).filter(isPublic).map(nameOf);
    if (names.length === 0) return pass(path, '"None" for each', expected);
    const network = judgeNetwork(account);
    return network.verdict === 'pass'
      ? network
      : fail(path, `public for ${names.map(observedText).join(', ')}`, expected);
  },
});

/** Accounts have no hyphens in their name; their resource group may tell as well. */
function isStateAccount(account: Row): boolean {
  const [, , , , group = '', , , , name = ''] = (textAt(account, 'id') ?? '').split('/');
  return isStateName(group) || isStateName(name) || /terraform/i.test(name);
}

export const terraformStateRecovery = define({
  id: 'storage-terraform-state-recovery',
  title: 'Terraform state can be brought back',
  severity: 'high',
  why: 'Without its state Terraform no longer knows what it made: one overwrite or deletion and everything has to be imported by hand.',
  fix: {
    text: 'Turn on blob versioning, or soft delete where a hierarchical namespace rules versioning out.',
    cli: 'az storage account blob-service-properties update --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --enable-versioning true --enable-delete-retention true --delete-retention-days 30',
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/data-protection-overview',
  absent: 'Fails: versioning and soft delete are off unless they were turned on. Either one passes.',
  on: storageAccount,
  applies(account) {
    if (isStateAccount(account) || couldBePublic(account)) return holds(account, 'blob');
    return 'neither its name nor its resource group speaks of Terraform state, and its containers are not listed for that';
  },
  needs: { blob: blobService, containers: when((account) => !isStateAccount(account), containers) },
  evaluate(_account, { blob, containers: list }) {
    if (list !== undefined && stateContainers(list).length === 0) {
      return notApplicable('nothing in it is named like Terraform state');
    }
    const versioning = isTrue(blob, 'properties.isVersioningEnabled', { absentIs: false });
    if (versioning.verdict === 'pass') return versioning;
    return isTrue(blob, 'properties.deleteRetentionPolicy.enabled', { absentIs: false });
  },
});

/** By id. */
export const terraformStateChecks = [terraformStatePublic, terraformStateRecovery];
