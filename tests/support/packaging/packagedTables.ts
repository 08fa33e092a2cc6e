import { textOf } from '../documents/documents.ts';
import { functionId, ofType, type Packaged, type Resource } from './packaging.ts';

type Table = { name: string; key: string[]; indexes: Record<string, string[]> };

/** The tables by the ids of their resources. */
const TABLES: Record<string, Table> = {
  EventsTable: {
    name: 'events',
    key: ['eventId'],
    indexes: {
      byStatus: ['statusShard', 'dateEventId'],
      byDate: ['listShard', 'dateEventId'],
      bySeries: ['seriesKey', 'dateEventId'],
    },
  },
  SeatsTable: { name: 'seats', key: ['eventId'], indexes: { bySweep: ['sweepKind', 'eventId'] } },
  UsersTable: { name: 'users', key: ['userId'], indexes: {} },
  RegistrationsTable: {
    name: 'registrations',
    key: ['userId', 'eventId'],
    indexes: { byEventDate: ['userId', 'dateEventId'] },
  },
  PlacesTable: { name: 'places', key: ['part', 'sortKey'], indexes: {} },
  DeparturesTable: { name: 'departures', key: ['incarnation', 'bundle'], indexes: {} },
  HistoryTable: {
    name: 'history',
    key: ['entryId'],
    indexes: { byEvent: ['eventId', 'timeEntryId'], byUser: ['userId', 'timeEntryId'] },
  },
  AnnouncementsTable: { name: 'announcements', key: ['announcementId'], indexes: {} },
  DeletionsTable: { name: 'deletions', key: ['userId', 'anonymousId'], indexes: {} },
  HoldOutcomesTable: { name: 'hold-outcomes', key: ['holdId'], indexes: {} },
  FunnelsTable: { name: 'funnels', key: ['funnelId'], indexes: {} },
  RoundOutcomesTable: { name: 'round-outcomes', key: ['outcomeId'], indexes: {} },
  LeaversTable: { name: 'leavers', key: ['incarnation', 'leaveId'], indexes: {} },
  LeaveOutcomesTable: { name: 'leave-outcomes', key: ['leaveId'], indexes: {} },
  AnswersTable: { name: 'answers', key: ['idempotencyKey'], indexes: {} },
};

/** Items of these tables expire soon, and need no backup. */
const TEMPORARY = [
  'AnnouncementsTable',
  'DeletionsTable',
  'RoundOutcomesTable',
  'LeaversTable',
  'LeaveOutcomesTable',
  'AnswersTable',
];
const EXPIRING = [...TEMPORARY, 'HoldOutcomesTable', 'FunnelsTable'];
/** No consumer reads the changes of these tables. */
const WITHOUT_STREAM = [
  'EventsTable',
  'PlacesTable',
  'DeparturesTable',
  'DeletionsTable',
  'HoldOutcomesTable',
  'FunnelsTable',
  'RoundOutcomesTable',
  'LeaversTable',
  'LeaveOutcomesTable',
  'AnswersTable',
];

type Index = { IndexName: string; KeySchema: { AttributeName: string }[] };

const attributesOf = ({ KeySchema }: Pick<Index, 'KeySchema'>) => KeySchema.map(key => key.AttributeName);

/** Declares the tests of the tables. */
export function describeTables(resourcesOf: () => Packaged['resources']): void {
  test('the tables carry the stage in their names, and have the keys, indexes and streams that the code uses', () => {
    const found = ofType(resourcesOf(), 'AWS::DynamoDB::Table');
    expect(found.map(([id]) => id).sort()).toEqual(Object.keys(TABLES).sort());
    for (const [id, { Properties }] of found) expectSchema(id, Properties);
  });

  test('the tables outlive the stack, are backed up and cannot be deleted, except for those whose items expire soon', () => {
    for (const id of Object.keys(TABLES)) expectRetention(id, resourcesOf()[id]);
  });
}

/** Declares the tests of a packaged stage with `--param deletionProtection=false` and `--param dataTables=restored`. */
export function describeRestoredTables(stage: string, resourcesOf: () => Packaged['resources']): void {
  const propertiesOf = (id: string) => resourcesOf()[id]?.Properties;

  test('tables with data can be unprotected, and can have the names of restored tables, which functions then use', () => {
    const variables = propertiesOf(functionId('registerForEvent')).Environment.Variables;
    for (const [id, { name }] of Object.entries(TABLES)) {
      const { TableName, DeletionProtectionEnabled } = propertiesOf(id);
      const beginning = TEMPORARY.includes(id) ? `event-management-api-${stage}` : 'restored';
      expect(TableName).toBe(`${beginning}-${name}`);
      expect(Object.values(variables)).toContain(TableName);
      expect(DeletionProtectionEnabled).toBe(TEMPORARY.includes(id) ? undefined : false);
    }
  });
}

/** The tables with data that fit, by their names without the stage. */
const dataTables = (fits: (id: string) => boolean = () => true): string[] =>
  Object.entries(TABLES)
    .filter(([id]) => !TEMPORARY.includes(id) && fits(id))
    .map(([, { name }]) => name);

/** The loops over tables in docs/operate.md that run a command, each as its tables. */
function loopsWith(command: string): string[][] {
  const loops = [...textOf('docs/operate.md').matchAll(/^for table in (.*); do\n([\s\S]*?)^done$/gm)];
  return loops
    .filter(([, , commands = '']) => commands.includes(command))
    .map(([, tables = '']) => tables.split(' '));
}

/** Declares the tests of the commands that people run on the tables. */
export function describeRunbook(): void {
  test.each([
    ['delete-table', dataTables()],
    ['restore-table-to-point-in-time', dataTables()],
    ['update-continuous-backups', dataTables()],
    [' --deletion-protection-enabled', dataTables()],
    ['--stream-specification', dataTables(id => !WITHOUT_STREAM.includes(id))],
    ['update-time-to-live', dataTables(id => EXPIRING.includes(id))],
  ])('docs/operate.md has %s once, for each table with data that needs it', (command, tables) => {
    expect(loopsWith(command).map(loop => loop.sort())).toEqual([tables.sort()]);
  });
}

function expectSchema(id: string, properties: Resource['Properties']): void {
  const indexes: Index[] = [
    ...(properties.GlobalSecondaryIndexes ?? []),
    ...(properties.LocalSecondaryIndexes ?? []),
  ];
  expect({
    name: properties.TableName.replace('event-management-api-prod-', ''),
    key: attributesOf(properties),
    indexes: Object.fromEntries(indexes.map(index => [index.IndexName, attributesOf(index)])),
  }).toEqual(TABLES[id]);
  expect(properties.TableName).toMatch(/^event-management-api-prod-/);
  expect(properties.StreamSpecification).toEqual(
    WITHOUT_STREAM.includes(id) ? undefined : { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  );
}

function expectRetention(id: string, table: Resource | undefined): void {
  const { DeletionPolicy, UpdateReplacePolicy, Properties } = table ?? {};
  const { DeletionProtectionEnabled, PointInTimeRecoverySpecification, TimeToLiveSpecification } = Properties;
  expect({
    id,
    DeletionPolicy,
    UpdateReplacePolicy,
    DeletionProtectionEnabled,
    PointInTimeRecoverySpecification,
    TimeToLiveSpecification,
  }).toEqual({
    id,
    ...(EXPIRING.includes(id) && {
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
    ...(!TEMPORARY.includes(id) && {
      // A table that a failed first deployment made goes with it. Otherwise the next deployment would meet its name.
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  });
}
