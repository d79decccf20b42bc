import type { Access } from './access.ts';
import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Estate, SampleVault } from './estate.ts';
import { vaultAudience, vaultToken } from './identityEndpoint.ts';
import { principalId, tenantId } from './subscriptionIds.ts';
import { isRow } from '../../model/row.ts';
import type { Row } from '../../model/row.ts';

const readAction = 'Microsoft.KeyVault/vaults/certificates/read';

/** https://learn.microsoft.com/rest/api/keyvault/certificates/get-certificates/get-certificates */
const apiVersions = ['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01'];

export interface VaultRequest {
  /** The vault's own, such as contoso.vault.azure.net. */
  readonly host: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly authorization: string | undefined;
}

/** https://learn.microsoft.com/azure/key-vault/general/common-parameters-and-headers#common-error-response */
function vaultError(status: number, code: string, message: string, inner?: string): Answer {
  return jsonAnswer(status, { error: { code, message, ...(inner && { innererror: { code: inner } }) } });
}

/** A token for anything else is refused: https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#http-401-unauthenticated-request */
function refuseToken(authorization: string | undefined): Answer | undefined {
  if (authorization === `Bearer ${vaultToken}`) return undefined;
  const message =
    authorization === undefined
      ? 'AKV10000: Request is missing a Bearer or PoP token.'
      : `AKV10022: Invalid audience. Expected ${vaultAudience}, found: another.`;
  const answer = vaultError(401, 'Unauthorized', message);
  const asks = `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="${vaultAudience}"`;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': asks } };
}

function refuseNetwork({ properties }: SampleVault, host: string): Answer | undefined {
  const { publicNetworkAccess, networkAcls } = properties;
  const vault = `Vault: ${host.split('.')[0] ?? ''};location=westeurope`;
  if (publicNetworkAccess === 'Disabled' || publicNetworkAccess === 'SecuredByPerimeter') {
    const message = `Public network access is disabled and request is not from a trusted service nor via an approved private link.\r\n${vault}`;
    return vaultError(403, 'Forbidden', message, 'ForbiddenByConnection');
  }
  if (!isRow(networkAcls) || networkAcls['defaultAction'] !== 'Deny') return undefined;
  const message = `Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.7\r\n${vault}`;
  return vaultError(403, 'Forbidden', message, 'ForbiddenByFirewall');
}

function refuseCaller({ properties }: SampleVault, host: string, verb: 'list' | 'get'): Answer {
  const caller = `appid=${principalId};oid=${principalId};iss=https://sts.windows.net/${tenantId}/`;
  if (properties['enableRbacAuthorization'] !== true) {
    const message = `The user, group or application '${caller}' does not have certificates ${verb} permission on key vault '${host.split('.')[0] ?? ''};location=westeurope'.`;
    return vaultError(403, 'Forbidden', message, 'ForbiddenByPolicy');
  }
  const message = `Caller is not authorized to perform action on resource.\r\nCaller: ${caller}\r\nAction: '${readAction}'\r\nAssignment: (not found)`;
  return vaultError(403, 'Forbidden', message, 'ForbiddenByRbac');
}

const withoutVersion = ({ id }: Row): string => String(id).split('/').slice(0, -1).join('/');

/** An entry of the list: less than the certificate. */
function listed(certificate: Row): Row {
  const { x5t, attributes } = certificate;
  return { id: withoutVersion(certificate), x5t, attributes };
}

function listPage(certificates: readonly Row[], { host, parameters }: VaultRequest, size: number): Answer {
  const start = Number(parameters.get('$skiptoken') ?? 0);
  const next = start + size;
  const more = `https://${host}:443/certificates?api-version=${parameters.get('api-version') ?? ''}&$skiptoken=${String(next)}`;
  const nextLink = next < certificates.length ? more : null;
  return jsonAnswer(200, { value: certificates.slice(start, next).map(listed), nextLink });
}

/** Answers as a vault does at its own address; `undefined` where no vault has it. */
export function openVaults(estate: Estate, access: Access): (request: VaultRequest) => Answer | undefined {
  return (request) => {
    const { host, path, parameters, authorization } = request;
    const vault = estate.vaults?.get(host);
    const subscription = estate.subscriptions.find(({ id }) => id === vault?.subscription);
    if (vault === undefined || subscription === undefined) return undefined;
    const unusable = refuseToken(authorization) ?? refuseNetwork(vault, host);
    if (unusable) return unusable;
    const [list, name, ...rest] = path.split('/').filter((segment) => segment !== '');
    if (list !== 'certificates' || rest.length > 1) return vaultError(404, 'NotFound', `There is no ${path}.`);
    if (!apiVersions.includes(parameters.get('api-version') ?? '')) {
      return vaultError(400, 'BadParameter', 'The specified version is not recognized.');
    }
    if (access.isRefused(subscription, readAction)) {
      return refuseCaller(vault, host, name === undefined ? 'list' : 'get');
    }
    if (name === undefined) return listPage(vault.certificates, request, estate.listPage);
    const certificate = vault.certificates.find((one) => withoutVersion(one).endsWith(`/${name}`));
    if (certificate) return jsonAnswer(200, certificate);
    const message = `A certificate with (name/id) ${name} was not found in this key vault.`;
    return vaultError(404, 'CertificateNotFound', message);
  };
}
