import { ofType, type Packaged } from './packaging.ts';

const TABLES = {
  Events: { key: ['eventId'], indexes: {} },
  Seats: {
    key: ['eventId'],
    indexes: { byStatus: ['status', 'dateEventId'], byDate: ['kind', 'dateEventId'] },
  },
  Users: { key: ['userId'], indexes: {} },
  Registrations: {
    key: ['eventId', 'userId'],
    indexes: { byPlace: ['eventId', 'place'], byUser: ['userId', 'eventId'] },
  },
  History: {
    key: ['entryId'],
    indexes: { byEvent: ['eventId', 'timeEntryId'], byUser: ['userId', 'timeEntryId'] },
  },
  Announcements: { key: ['announcementId'], indexes: {} },
};

/** Declares the tests of the tables. */
export function describeTables(resourcesOf: () => Packaged['resources']): void {
  test('the tables carry the stage in their names, have the keys and indexes that the code uses, and a stream', () => {
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
      expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    }
  });

  test('the tables survive the stack and are backed up, but for announcements, which go by themselves', () => {
    for (const name of Object.keys(TABLES)) {
      const { DeletionPolicy, UpdateReplacePolicy, Properties } = resourcesOf()[`${name}Table`] ?? {};
      const { PointInTimeRecoverySpecification, TimeToLiveSpecification } = Properties;
      expect({
        DeletionPolicy,
        UpdateReplacePolicy,
        PointInTimeRecoverySpecification,
        TimeToLiveSpecification,
      }).toEqual(
        name === 'Announcements'
          ? { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } }
          : {
              DeletionPolicy: 'Retain',
              UpdateReplacePolicy: 'Retain',
              PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            },
      );
    }
  });
}
