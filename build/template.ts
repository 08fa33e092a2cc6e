import { keepDeadRecords } from './template/deadRecords.ts';
import { allowTraces, readSourceMaps } from './template/diagnosis.ts';
import { type Limits, setLimits } from './template/limits.ts';
import { functionNames } from './template/names.ts';
import type { Resources } from './template/resources.ts';
import { completeRoles } from './template/roles.ts';

type Serverless = {
  service: {
    service: string;
    custom: { limits: Limits; sourceMaps: boolean };
    functions: Record<string, { name: string; iamRoleStatementsName?: string }>;
    provider: { compiledCloudFormationTemplate: { Resources: Resources } };
  };
  getProvider: (name: 'aws') => { getStage: () => string; naming: { getRoleLogicalId: () => string } };
  classes: { Error: new (message: string) => Error };
};

/** Completes the CloudFormation template with what serverless.yml cannot say. */
export default class TemplatePlugin {
  readonly #serverless: Serverless;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
  }

  readonly hooks = {
    initialize: () => this.#nameFunctions(),
    // All resources are in the template now, and it is not written yet.
    'after:aws:package:finalize:mergeCustomProviderResources': () => this.#complete(),
  };

  #nameFunctions(): void {
    const { service, functions } = this.#serverless.service;
    const stage = this.#serverless.getProvider('aws').getStage();
    for (const [key, name] of Object.entries(functionNames(service, stage, Object.keys(functions)))) {
      // serverless-iam-roles-per-function would otherwise make a name of the service, the stage, the function and the
      // region, and refuse one that is too long. The roles lose their names later.
      Object.assign(functions[key] as object, { name, iamRoleStatementsName: key });
    }
  }

  #complete(): void {
    const { service, classes } = this.#serverless;
    const { Resources } = service.provider.compiledCloudFormationTemplate;
    completeRoles(Resources, this.#serverless.getProvider('aws').naming.getRoleLogicalId());
    keepDeadRecords(Resources);
    allowTraces(Resources);
    if (service.custom.sourceMaps) readSourceMaps(Resources);
    try {
      setLimits(Resources, service.custom.limits);
    } catch (error) {
      throw new classes.Error((error as Error).message);
    }
  }
}
