import type { CatalogueCheck } from '../../model/check.ts';
import { activityLogExport } from './activityLogExport.ts';
import { alertChecks } from './alerts.ts';

export const monitorChecks: readonly CatalogueCheck[] = [activityLogExport, ...alertChecks];
