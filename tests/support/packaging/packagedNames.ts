import { ofType, type Packaged } from './packaging.ts';

/** AWS refuses longer names, by the type of a resource and the property with its name. */
const LIMITS: Record<string, { property: string; limit: number }> = {
  'AWS::Lambda::Function': { property: 'FunctionName', limit: 64 },
  'AWS::SQS::Queue': { property: 'QueueName', limit: 80 },
  'AWS::DynamoDB::Table': { property: 'TableName', limit: 255 },
  'AWS::ApiGatewayV2::Api': { property: 'Name', limit: 128 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', limit: 512 },
};

/** Declares the tests of names. `stage` describes what was packaged. */
export function describeNames(stage: string, packagedOf: () => Packaged): void {
  test(`${stage}: every name that holds the stage has a length that AWS accepts, and is the only one of its kind`, () => {
    for (const [type, { property, limit }] of Object.entries(LIMITS)) {
      const names = ofType(packagedOf().resources, type).map(([, { Properties }]) => Properties[property]);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter(name => !(name.length <= limit))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test(`${stage}: CloudFormation names the roles, and each of them belongs to a function`, () => {
    const { resources, template } = packagedOf();
    const roles = ofType(resources, 'AWS::IAM::Role');
    expect(roles.filter(([, { Properties }]) => 'RoleName' in Properties)).toEqual([]);
    const used = ofType(resources, 'AWS::Lambda::Function').map(
      ([, { Properties }]) => Properties.Role['Fn::GetAtt'][0],
    );
    expect(roles.map(([id]) => id).sort()).toEqual(used.sort());
    // This is the role that Serverless makes for all functions. Nothing may refer to it.
    expect(template).not.toContain('"IamRoleLambdaExecution"');
  });
}
