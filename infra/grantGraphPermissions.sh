#!/usr/bin/env bash
# Grants application permissions of Microsoft Graph to the identity of the app. No check needs one yet.
# https://learn.microsoft.com/graph/permissions-grant-via-msgraph
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: infra/grantGraphPermissions.sh PRINCIPAL_ID PERMISSION...

PRINCIPAL_ID  object id of the app's identity: the output VIGIL_PRINCIPAL_ID of the deployment
PERMISSION    name of an application permission of Microsoft Graph, such as Policy.Read.All

Needs the Azure CLI, signed in as someone who may grant application permissions. Repeated, it grants nothing twice.
TEXT
}

if [ "${1:-}" = '--help' ] || [ $# -lt 2 ]; then
  usage
  [ "${1:-}" = '--help' ] && exit 0
  exit 2
fi

principal="$1"
shift
if ! [[ "$principal" =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]]; then
  echo "$principal is no object id: give a GUID." >&2
  exit 2
fi

graph="$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)"
for permission in "$@"; do
  role="$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query "appRoles[?value=='$permission' && contains(allowedMemberTypes, 'Application')].id | [0]" --output tsv)"
  if [ -z "$role" ]; then
    echo "Microsoft Graph has no application permission $permission." >&2
    exit 2
  fi
  address="https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments"
  held="$(az rest --method get --url "$address" --query "value[?appRoleId=='$role'] | length(@)" --output tsv)"
  if [ "$held" != 0 ]; then
    echo "$permission: granted already"
    continue
  fi
  az rest --method post --url "$address" --output none \
    --body "{\"principalId\": \"$principal\", \"resourceId\": \"$graph\", \"appRoleId\": \"$role\"}"
  echo "$permission: granted"
done
