/** The log of a worker names what failed, and never what a fault's message holds. */
import { ApplicationFailure } from '@temporalio/common';
import { loggedFields } from '../../bin/sdk-log';

test('a failed activity is named with its workflow, its attempt and the kind of fault', () => {
  const error = ApplicationFailure.create({ type: 'DatabaseUnavailable', message: '王五 13812345678' });
  const fields = loggedFields({ error, workflowId: 'W1', activityType: 'record', attempt: 3, taskToken: 'secret' });
  expect(fields).toMatchObject({ workflowId: 'W1', activityType: 'record', attempt: 3, fault: 'DatabaseUnavailable' });
  expect(fields.at).toContain('sdk-log.test');
  expect(JSON.stringify(fields)).not.toMatch(/王五|secret/);
});

test('a line without anything of that has no fields', () => {
  expect(loggedFields()).toEqual({});
  expect(loggedFields({ runId: 'r', error: 'words' })).toEqual({});
});
