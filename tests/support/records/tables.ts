import { createMissingTables } from '../../../local/tables.ts';

beforeAll(() => createMissingTables(JSON.parse(process.env.TEST_TABLES ?? '[]')));
