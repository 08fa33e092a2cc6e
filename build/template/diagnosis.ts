import { ofType, type Resource, type Resources } from './resources.ts';

const functionsIn = (resources: Resources): Resource[] => ofType(resources, 'AWS::Lambda::Function');

/** Has Node read the source map beside each bundle, so that stack traces name files of this project. */
export function readSourceMaps(resources: Resources): void {
  for (const { Properties } of functionsIn(resources)) {
    Properties.Environment.Variables.NODE_OPTIONS = '--enable-source-maps';
  }
}

/** Lets each function that is traced write its traces. X-Ray knows no resources that a statement could name. */
export function allowTraces(resources: Resources): void {
  for (const { Properties } of functionsIn(resources)) {
    if (!Properties.TracingConfig) continue;
    const [roleId] = Properties.Role['Fn::GetAtt'];
    resources[roleId]?.Properties.Policies[0].PolicyDocument.Statement.push({
      Effect: 'Allow',
      Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      Resource: ['*'],
    });
  }
}
