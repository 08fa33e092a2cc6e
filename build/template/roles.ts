import { ofType, type Resources } from './resources.ts';

/** A log group that a function makes again after its stack was removed would block the next deployment. */
const REFUSED = 'logs:CreateLogGroup';

/**
 * Leaves the names of roles to CloudFormation, so that they have 64 characters at most. The role that Serverless makes
 * for all functions goes, since each function has its own. The stack makes the log groups, and no function may.
 */
export function completeRoles(resources: Resources, sharedRoleId: string): void {
  delete resources[sharedRoleId];
  for (const { Properties } of ofType(resources, 'AWS::IAM::Role')) {
    delete Properties.RoleName;
    for (const statement of Properties.Policies[0].PolicyDocument.Statement) {
      statement.Action = statement.Action.filter((action: string) => action !== REFUSED);
    }
  }
}
