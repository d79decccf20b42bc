/** The subject's type of every check on a registry. Everything they judge stands in its row: none needs a further read. */
export const registry = 'microsoft.containerregistry/registries';
