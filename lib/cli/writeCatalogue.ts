import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogueDocument } from '../checks/catalogueDocument.ts';
import { catalogue } from '../checks/index.ts';

writeFileSync(fileURLToPath(new URL('../../docs/checks.md', import.meta.url)), catalogueDocument(catalogue));
