import type { SameAs } from '../model/assessment.ts';
import type { CatalogueCheck } from '../model/check.ts';

/**
 * Keys of Defender for Cloud's recommendations and the built-in policy that each rests on, by its successor where it is
 * deprecated. From https://learn.microsoft.com/azure/defender-for-cloud/recommendations-reference and from the policies
 * that name an assessment.
 */
const policyOf: Readonly<Record<string, string>> = {
  '1c5de8e1-f68d-6a17-e0d2-ec259c42768c': '404c3081-a854-4457-ae30-26a93ef643f9', // Secure transfer to storage accounts
  '45d313c3-3fca-5040-035f-d61928366d31': '34c877ad-507e-4c82-993e-3452a6e0ad3c', // Storage accounts restrict network access
  'cdc78c07-02b0-4af0-1cb2-cb7c672a8b0a': '6edd7eda-6dd8-40f7-810d-67160c639cd9', // Storage accounts use private link
  'ca98bba7-719e-48ee-e193-0b76766cdb07': '6fac406b-40ca-413b-bf8e-0bf964659c25', // Storage accounts use customer-managed keys
  '51fd8bb1-0db4-bbf1-7e2b-cfcba7eb66a6': '4fa4b6c0-31ca-4c0d-b10d-24b96f62a751', // Storage account public access is disallowed
  '3b363842-30f5-4056-980d-3a40fa5de8b3': '8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54', // Storage accounts prevent shared key access
  '1be22853-8ed1-4005-9907-ddad64cb1417': '640d2586-54d2-465f-877f-9ffc1d2109f4', // Defender for Storage
  '52f7826a-ace7-3107-dd0d-4875853c1576': '55615ac9-af46-4a59-874e-391cc3dfb490', // Key Vault firewall
  '1aabfa0d-7585-f9f5-1d92-ecb40291d9f2': '152b15f7-8e1f-4c1f-ab71-8c010ba5dbc0', // Key Vault keys expire
  '14257785-9437-97fa-11ae-898cfb24302b': '98728c90-32c7-4049-8429-847dc0f4fe37', // Key Vault secrets expire
  '4ed62ae4-5072-f9e7-8d94-51c76c48159a': '0b60c0b2-2dc2-4e1c-b5c9-abbed971de53', // Key vaults have purge protection
  '78211c00-15a9-336e-17c4-0b48613dadf4': '1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d', // Key vaults have soft delete
  '2e96bc2f-1972-e471-9e70-ae58d41e9d2a': 'a6abeaec-4d90-4a02-805f-6b26c4d3fbe9', // Key vaults use private link
  'fc84abc0-eee6-4758-8372-a7681965ca44': '0a075868-4c26-42ef-914c-5bc007359560', // Validity of Key Vault certificates
  '483f12ed-ae23-447e-a2de-a67a10db4353': 'f6de0be7-9a8a-4b8a-b349-43cf02d22f7c', // Internet-facing virtual machines have a security group
  'a9341235-9389-42f0-a0bf-9bfb57960d44': 'bb91dfba-c30d-4263-9add-9c2384e659a6', // Other virtual machines have a security group
  '3b20e985-f71f-483b-b078-f30d73936d43': '9daedab3-fb2d-461e-b861-71790eead4f6', // Security groups restrict all ports
  'bc303248-3d14-44c2-96a0-55f5c326b5fe': '22730e10-96f6-4aac-ad84-9383d35b5917', // Management ports are closed
  'c3b51c94-588b-426b-a892-24696f9e54cc': 'bd352bd5-2853-4985-bf0d-73806b4a5744', // IP forwarding is off
  'eade5b56-eefd-444f-95c8-23f29e5d93cb': 'e71308d3-144b-4262-b144-efdc3cc90517', // Subnets have a security group
  'f1f2f7dc-7bd5-18bf-c403-cbbdb7ec3d68': 'b6e2945c-0b7b-40f5-9233-7a5323b5cdc6', // Network Watcher is on
  '22441184-2f7b-d4a0-e00b-4c5eaef4afc9': '630c64f9-8b6b-4c64-b511-6544ceff6fd6', // Linux machines require SSH keys
  'f2f595ec-5dc6-68b4-82ef-b63563e9c610': '013e242c-8828-4970-87b3-ab247555486d', // Virtual machines are backed up
  '0396b18c-41aa-489c-affd-4ee5d1714a59': 'b1bb3592-47b8-4150-8db0-bfdcc2c8965b', // Linux virtual machines use Secure Boot
  'e1145ab1-eb4f-43d8-911b-36ddf771d13f': 'f85bf3e0-d513-442e-89c3-1784ad63382b', // System updates are installed
  '94208a8b-16e8-4e5b-abbd-4e81c9d02bee': 'a6fb4358-5bf4-4ad7-ba82-2cd2f41ce5e9', // SQL servers are audited
  '620671b8-6661-273a-38ac-4574967750ec': '89099bee-89e0-4b26-a5f4-165451757743', // SQL audits are kept for 90 days
  'f0553104-cfdb-65e6-759c-002812e38500': '1f314764-cb73-4fc9-b863-8eca98ac36e9', // SQL servers have an Entra administrator
  '1a93e945-3675-aef6-075d-c661498e1046': '0a370ff3-6cab-4e85-8995-295fd854c5b8', // SQL servers use customer-managed keys
  '22e93e92-4a31-b4cd-d640-3ef908430aa6': '1b8ca024-1d5c-4dec-8995-b1a932b41780', // SQL servers have no public network access
  '75396512-3323-9be4-059d-32ecb113c3de': '7698e800-9299-47a6-b3b6-5a0fee576eed', // SQL servers use private endpoints
  '8e9a37b9-2828-4c8f-a24e-7b0ab0e89c78': '32e6bbec-16b6-44c2-be37-c5b672d103cf', // SQL servers require TLS 1.2
  '651967bf-044e-4bde-8376-3e08e0600105': '17k78e20-9358-41c9-923c-fb736d382a12', // SQL databases are encrypted
  '400a6682-992c-4726-9549-629fbc3b988f': 'abfb4388-5bf4-4ad7-ba82-2cd2f41ceae9', // Defender for SQL on each server
  '1db4f204-cb5a-4c9c-9254-7556403ce51c': 'ef2a8f2a-b3d9-49cd-a8a8-9a3aaaf647d9', // SQL servers have vulnerability assessment
  '1a2b5b4c-f80d-46e7-ac81-b51a9fb363de': '0e246bcf-5f6f-4f87-bc6f-775d4712c7ea', // Kubernetes API servers restrict access
  'b0fdc63a-38e7-4bab-a7c4-2c2665abbaa9': 'ac4a19c2-fa67-49b4-8ae5-0b2e78c49457', // Kubernetes uses role-based access
  '08e628db-e2ed-4793-bc91-d13e684401c3': '0a15ec92-a229-4763-bb14-0ea34a568f8d', // Kubernetes has the Azure Policy add-on
  'af560c4d-9c05-e073-b9f1-f7a94958ff25': '5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580', // Registries use customer-managed keys
  '9b828565-a0ed-61c2-6bf3-1afc99a9b2ca': 'd0793b48-0edc-4296-a390-4c75d1bdfd71', // Registries restrict network access
  '13e7d036-6903-821c-6018-962938929bf0': 'e8eef0a8-67cf-4eb4-9386-14b0e78733d4', // Registries use private link
  '1b351b29-41ca-6df5-946c-c190a56be5fe': 'a4af4a39-4135-47fb-b175-47fbdf85311d', // Web apps require HTTPS
  'cb0acdc6-0846-fd48-debe-9905af151b6d': '6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab', // Function apps require HTTPS
  'df4d1739-47f0-60c7-1706-3731fea6ab03': '5744710e-cc2f-4ee8-8809-3b11e89f4bc9', // CORS of web apps
  '7b3d4796-9400-2904-692b-4a5ede7f0a1e': '0820b7b9-23aa-4725-a1ce-ae4558f718e5', // CORS of function apps
  '19beaa2a-a126-b4dd-6d35-617f6cc83fca': '4d24b6d4-5e53-4a4f-a7f4-618fa573ee4b', // Web apps require FTPS
  '972a6579-f38f-c0b9-1b4b-a5bbeba3ab5b': '399b2637-a50f-4f95-96f8-3a145476eb15', // Function apps require FTPS
  '4a3d7cd3-f17c-637a-1ffc-614a01dd03cf': '2b9ad585-36bc-4615-b300-fd4435808332', // Web apps use a managed identity
  '23aa9cbe-c2fb-6a2f-6c97-885a6d48c4d1': '0da106f2-4ca3-48e8-bc85-c638fe6aea8f', // Function apps use a managed identity
  '64b8637e-4e1d-76a9-0fc9-c1e487a97ed8': 'cb510bfd-1cba-4d9f-a230-cb0976f4bb71', // Remote debugging of web apps
  '093c685b-56dd-13a3-8ed5-887a001837a2': '0e60b895-3786-45da-8377-9c6b4b6ac5f9', // Remote debugging of function apps
  '2a54c352-7ca4-4bae-ad46-47ecd9595bd2': 'f0e6e85b-9b9f-4a4b-b67b-f730d42f1b0b', // TLS of web apps
  '15be5f3c-e0a4-c0fa-fbff-8e50339b4b22': 'f9d614c5-c173-4d56-95a7-b4437057d193', // TLS of function apps
  'ca4e6a5a-3a9a-bad3-798a-d420a1d9bd6d': '19dd1db6-f442-49cf-a838-b0786b4401ef', // Client certificates of web apps
  'c2ab4bea-c663-3259-a4cd-03a8feb02825': 'ab6a902f-9493-453b-928d-62c30b11b5a6', // Client certificates of function apps
  '6f90a6d6-d4d6-0794-0ec1-98fa77878c2e': '4f11b553-d42e-4e3a-89be-32ca364cad4c', // At most three owners
  '2c79b4af-f830-b61e-92b9-63dfa30f16e4': '09024ccc-0c5f-475e-9457-b7c0d9ed487b', // More than one owner
  '77758c9d-8a56-5f54-6ff7-69a762ca6004': '4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7', // A contact for security issues
  '3869fbd7-5d90-84e4-37bd-d9a7f4ce9a24': '6e2593d9-add6-4083-9c9b-4b7d2188c899', // Alerts are sent by mail
  '9f97e78d-88ee-a48d-abe2-5ef12954e7ea': '0b15565f-aa9e-48ba-8619-45960f2c314d', // Alerts are sent to owners
  '805651bc-6ecd-4c73-9b55-97a19d0582d0': 'b0f33259-77d7-4c9e-aac6-3aabcfae693c', // Just-in-time access
  '58d72d9d-0310-4792-9a3b-6dd111093cdb': '7fe3b40f-802b-4cdd-8bd4-fd799c948cc2', // Defender for Azure SQL
  '6ac66a74-761f-4a59-928a-d373eea3f028': '6581d072-105e-4418-827f-bd446d56421b', // Defender for SQL servers on machines
  'b6a28450-dd5d-4ba4-8806-245e20ef6632': '0a9fbe0d-c5c4-4da8-87d8-f4fd77338835', // Defender for open-source databases
  'f0fb2a7e-16d5-849f-be57-86db712e9bd0': 'c3d20c29-b36d-48fe-808b-99a87530ad99', // Defender for Resource Manager
  '0876ef51-fee7-449d-ba1e-f2662c7e43c6': '2913021d-f2fd-4f3d-b958-22354e2bdbcb', // Defender for App Service
  'b1af52e4-e968-4e2b-b6d0-6736c9651f0a': '0e6763cc-5078-4e64-889d-ff4d9a839047', // Defender for Key Vault
  'e599a9fe-30e3-47c6-a173-8b4b6d9d3255': '1c988dd6-ade4-430f-a608-2a3e5b0a6d38', // Defender for Containers
  '56a6e81f-7413-4f72-9a1b-aaeeaa87c872': '4da35fc9-c9e7-4960-aec9-797fe7d9051d', // Defender for Servers
};

/** Links recommendations to the checks that name the same built-in policy. */
export function openSameAs(catalogue: readonly CatalogueCheck[]): SameAs {
  const checks = new Map<string, readonly string[]>();
  for (const { id, policies = [] } of catalogue) {
    for (const policy of policies) checks.set(policy, [...(checks.get(policy) ?? []), id]);
  }
  return (assessmentKey, policyId) => checks.get(policyOf[assessmentKey] ?? policyId) ?? [];
}
