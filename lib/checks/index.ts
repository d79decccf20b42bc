import type { CatalogueCheck } from '../model/check.ts';
import { storageChecks } from './storage/index.ts';

/** Every check of the product, by id. */
export const catalogue: readonly CatalogueCheck[] = Object.freeze([...storageChecks]);
