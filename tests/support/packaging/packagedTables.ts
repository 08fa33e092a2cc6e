import { ofType, type Packaged } from './packaging.ts';

const TABLES = {
  Events: { key: ['eventId'], indexes: {} },
  Seats: {
    key: ['eventId'],
    indexes: {
      byStatus: ['status', 'dateEventId'],
      byDate: ['kind', 'dateEventId'],
      bySweep: ['watch', 'eventId'],
    },
  },
  Users: { key: ['userId'], indexes: {} },
  Registrations: {
    key: ['eventId', 'userId'],
    indexes: { bySortKey: ['eventId', 'place'], byUser: ['userId', 'eventId'] },
  },
  History: {
    key: ['entryId'],
    indexes: { byEvent: ['eventId', 'timeEntryId'], byUser: ['userId', 'timeEntryId'] },
  },
  Announcements: { key: ['announcementId'], indexes: {} },
  Deletions: { key: ['userId', 'anonymousId'], indexes: {} },
  Slips: { key: ['slipId'], indexes: {} },
  Answers: { key: ['idempotencyKey'], indexes: {} },
};

/** What is in them goes by itself when it is old: it need not survive anything. */
const PASSING = ['Announcements', 'Deletions', 'Answers'];
/** What is in them goes by itself in the end. */
const EXPIRING = [...PASSING, 'Slips'];
/** Nobody follows their changes. */
const WITHOUT_STREAM = ['Events', 'Deletions', 'Slips', 'Answers'];

/** Declares the tests of the tables. */
export function describeTables(resourcesOf: () => Packaged['resources']): void {
  test('the tables carry the stage in their names, have the keys and indexes that the code uses, and a stream where somebody follows it', () => {
    const names = Object.keys(TABLES).map(name => `${name}Table`);
    expect(
      ofType(resourcesOf(), 'AWS::DynamoDB::Table')
        .map(([id]) => id)
        .sort(),
    ).toEqual(names.sort());
    type Index = { IndexName: string; KeySchema: { AttributeName: string }[] };
    const attributes = ({ KeySchema }: Pick<Index, 'KeySchema'>) => KeySchema.map(key => key.AttributeName);
    for (const [name, { key, indexes }] of Object.entries(TABLES)) {
      const table = resourcesOf()[`${name}Table`]?.Properties;
      expect(table.TableName).toBe(`event-management-api-prod-${name.toLowerCase()}`);
      expect(attributes(table)).toEqual(key);
      const found: Index[] = [
        ...(table.GlobalSecondaryIndexes ?? []),
        ...(table.LocalSecondaryIndexes ?? []),
      ];
      expect(Object.fromEntries(found.map(index => [index.IndexName, attributes(index)]))).toEqual(indexes);
      expect(table.StreamSpecification).toEqual(
        WITHOUT_STREAM.includes(name) ? undefined : { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      );
    }
  });

  test('the tables survive the stack and are backed up, but for announcements, deletions and answers, which go by themselves', () => {
    for (const name of Object.keys(TABLES)) {
      const { DeletionPolicy, UpdateReplacePolicy, Properties } = resourcesOf()[`${name}Table`] ?? {};
      const { PointInTimeRecoverySpecification, TimeToLiveSpecification } = Properties;
      expect({
        DeletionPolicy,
        UpdateReplacePolicy,
        PointInTimeRecoverySpecification,
        TimeToLiveSpecification,
      }).toEqual({
        ...(EXPIRING.includes(name) && {
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        }),
        ...(!PASSING.includes(name) && {
          DeletionPolicy: 'Retain',
          UpdateReplacePolicy: 'Retain',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      });
    }
  });
}
