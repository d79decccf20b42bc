/**
 * What a service tag stands for, seen from a stranger on the internet. `cloud`: every machine in Azure, rented by
 * anyone. `elsewhere`: a network or a service of its own. `unknown`: none that Vigil knows.
 */
export type TagMeaning = 'internet' | 'cloud' | 'elsewhere' | 'unknown';

// https://learn.microsoft.com/azure/virtual-network/service-tags-overview, with the spellings of the classic model.
const internetTags = new Set(['*', 'any', 'internet']);

/** Prefixes of the virtual network itself and of networks connected to it. */
const ownTags = new Set(['virtualnetwork', 'virtual_network']);

// Tags of one service; what follows a dot is a region or a part of it.
const serviceTags = new Set(
  `actiongroup apimanagement appconfiguration applicationinsightsavailability appservice appservicemanagement
  azure_loadbalancer azureactivedirectory azureactivedirectorydomainservices azureadvancedthreatprotection
  azurearcinfrastructure azureattestation azurebackup azurebotservice azurecognitivesearch azureconnectors
  azurecontainerregistry azurecosmosdb azuredatabricks azuredataexplorermanagement azuredatalake azuredevspaces
  azuredevops azuredigitaltwins azureeventgrid azurefrontdoor azureinformationprotection azureiothub azurekeyvault
  azureloadbalancer azuremachinelearning azuremonitor azureopendatasets azureplatformdns azureplatformimds
  azureplatformlkm azureresourcemanager azuresignalr azuresiterecovery azuretrafficmanager batchnodemanagement
  cognitiveservicesmanagement datafactory datafactorymanagement dynamics365formarketingemail
  eopexternalpublishedips eventhub gatewaymanager guestandhybridmanagement hdinsight logicapps logicappsmanagement
  microsoftcloudappsecurity microsoftcontainerregistry powerbi powerqueryonline servicebus servicefabric sql
  sqlmanagement storage storagesyncservice windowsvirtualdesktop`.split(/\s+/),
);

const baseOf = (tag: string): string => tag.split('.')[0] ?? tag;

/** The meaning of a tag as the source of inbound traffic. Case does not count. */
export function meaningOf(tag: string): TagMeaning {
  const name = tag.toLowerCase();
  if (internetTags.has(name)) return 'internet';
  const base = baseOf(name);
  // Includes addresses of other customers: https://learn.microsoft.com/azure/virtual-network/service-tags-overview
  if (base === 'azurecloud') return 'cloud';
  return ownTags.has(name) || serviceTags.has(base) ? 'elsewhere' : 'unknown';
}

/** Whether every address of the second tag, one of Azure's machines, is in the first. */
export function cloudHolds(outer: string, inner: string): boolean {
  const [whole, part] = [outer.toLowerCase(), inner.toLowerCase()];
  return whole === part || (whole === 'azurecloud' && baseOf(part) === whole);
}

/** Whether the tag, as a destination, holds the address of an interface; `undefined` where Vigil cannot tell. */
export function tagHoldsInterface(tag: string): boolean | undefined {
  const name = tag.toLowerCase();
  if (name === '*' || name === 'any' || ownTags.has(name)) return true;
  return meaningOf(name) === 'unknown' ? undefined : false;
}
