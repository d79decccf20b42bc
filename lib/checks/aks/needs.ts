/** The subject's type of every check on a cluster. Everything they judge stands in its row: none needs a further read. */
export const managedCluster = 'microsoft.containerservice/managedclusters';
