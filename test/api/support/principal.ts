/** The type that App Service maps roles to, where it maps claims. */
export const mappedRole = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

export interface PrincipalOptions {
  readonly roles?: readonly string[];
  readonly roleClaim?: string;
  readonly roleType?: string | null;
  readonly nameType?: string | null;
  /** Further claims. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** The header that App Service authentication adds to a request, as Microsoft documents it. */
export function principalHeader(options: PrincipalOptions = {}): Readonly<Record<string, string>> {
  const { roles = [], roleClaim = 'roles', roleType = mappedRole, nameType = null, claims = {} } = options;
  const principal = {
    auth_typ: 'aad',
    claims: [
      ...Object.entries(claims).map(([typ, val]) => ({ typ, val })),
      ...roles.map((val) => ({ typ: roleClaim, val })),
    ],
    name_typ: nameType,
    role_typ: roleType,
  };
  return { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') };
}
