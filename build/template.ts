import { createHash } from 'node:crypto';

type Role = { Properties: { RoleName?: unknown } };
type LambdaFunction = { name: string; iamRoleStatementsName?: string };

export type Serverless = {
  service: {
    service: string;
    functions: Record<string, LambdaFunction>;
    provider: {
      compiledCloudFormationTemplate: { Resources: Record<string, { Type: string; Properties: object }> };
    };
  };
  getProvider: (name: 'aws') => { getStage: () => string; naming: { getRoleLogicalId: () => string } };
};

/** Lambda accepts no longer names of functions. */
const MAX_NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/**
 * Completes the CloudFormation template, so that any stage can be deployed to any region. CloudFormation names the
 * roles, which may have 64 characters. The role that Serverless makes for all functions goes, since each has its own.
 */
export default class TemplatePlugin {
  readonly #serverless: Serverless;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
  }

  readonly hooks = {
    initialize: () => this.#name(),
    // The roles of functions are made before this, and the template is written after it.
    'before:aws:package:finalize:mergeCustomProviderResources': () => this.#completeRoles(),
  };

  #name(): void {
    const { service, functions } = this.#serverless.service;
    const keys = Object.keys(functions);
    const stage = this.#serverless.getProvider('aws').getStage();
    const room = MAX_NAME_LENGTH - Math.max(...keys.map(key => nameOf(service, '', key).length));
    for (const [key, one] of Object.entries(functions)) {
      one.name = nameOf(service, shorten(stage, room), key);
      // serverless-iam-roles-per-function would make a name from the service, the stage, the function and the region,
      // and refuses one over 64 characters. Any name of ours keeps it from doing so.
      one.iamRoleStatementsName = key;
    }
  }

  #completeRoles(): void {
    const { Resources } = this.#serverless.service.provider.compiledCloudFormationTemplate;
    delete Resources[this.#serverless.getProvider('aws').naming.getRoleLogicalId()];
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type === 'AWS::IAM::Role') delete (Properties as Role['Properties']).RoleName;
    }
  }
}

/** This is how Serverless names functions. */
const nameOf = (service: string, stage: string, key: string) => `${service}-${stage}-${key}`;

/** Returns a stage whole if there is room for it, and otherwise its beginning with a hash of all of it. */
function shorten(stage: string, room: number): string {
  if (stage.length <= room) return stage;
  const hash = createHash('sha256').update(stage).digest('hex').slice(0, HASH_LENGTH);
  return `${stage.slice(0, room - HASH_LENGTH - 1)}-${hash}`;
}
