import { ofType, type Packaged, type Resource } from './packaging.ts';

type Table = { name: string; key: string[]; indexes: Record<string, string[]> };

/** The tables by the ids of their resources. */
const TABLES: Record<string, Table> = {
  EventsTable: {
    name: 'events',
    key: ['eventId'],
    indexes: { byStatus: ['statusShard', 'dateEventId'], byDate: ['listShard', 'dateEventId'] },
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

  test('the tables outlive the stack and are backed up, except for those whose items expire soon', () => {
    for (const id of Object.keys(TABLES)) expectRetention(id, resourcesOf()[id]);
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
  const { PointInTimeRecoverySpecification, TimeToLiveSpecification } = Properties;
  expect({
    id,
    DeletionPolicy,
    UpdateReplacePolicy,
    PointInTimeRecoverySpecification,
    TimeToLiveSpecification,
  }).toEqual({
    id,
    ...(EXPIRING.includes(id) && {
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    }),
    ...(!TEMPORARY.includes(id) && {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  });
}
