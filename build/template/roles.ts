import { ofType, type Resources } from './resources.ts';

/**
 * Leaves the names of roles to CloudFormation, so that they have 64 characters at most. The role that Serverless makes
 * for all functions goes, since each function has its own.
 */
export function completeRoles(resources: Resources, sharedRoleId: string): void {
  delete resources[sharedRoleId];
  for (const { Properties } of ofType(resources, 'AWS::IAM::Role')) delete Properties.RoleName;
}
