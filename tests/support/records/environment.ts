import { randomBytes } from 'node:crypto';
import { ACCESS_SETTINGS } from '../../../lib/access/settings.ts';

// The environment of functions is that of serverless.yml, with a stage for each test file.
const stage = `test${randomBytes(6).toString('hex')}`;
const ownStage = (text = '') => text.replaceAll('-test-', `-${stage}-`);

process.env.TEST_TABLES = ownStage(process.env.TEST_TABLES);
Object.assign(process.env, JSON.parse(ownStage(process.env.TEST_ENVIRONMENT)), {
  // On a slow machine a running call must not be made a second time.
  DYNAMODB_CALL_MS: '15000',
  AWS_REGION: 'local',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});

// Only tests that set a webhook, queues or access control have them, whatever the environment of the developer is.
for (const name of [
  'WEBHOOK_URL',
  'WEBHOOK_SECRET',
  'WEBHOOK_SECRET_PARAMETER',
  'LATE_NOTICES_URL',
  'DEAD_NOTICES_ARN',
  'AWS_ENDPOINT_URL_SQS',
  'AWS_ENDPOINT_URL_SSM',
  ...ACCESS_SETTINGS,
]) {
  delete process.env[name];
}
