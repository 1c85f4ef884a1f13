// Lets the Temporal SDK download one of its servers into a folder: node download-by-sdk.mjs <folder> <dev-server|time-skipping>
// A process of its own, because the SDK's download cannot be cancelled and the caller has to keep a time limit.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir, kind] = process.argv.slice(2);
// Kept for a century: this cache is refreshed by deleting it, never by a start that happens to be online.
const server = { executable: { type: 'cached-download', downloadDir, ttl: '36500 days' } };

try {
  // The SDK offers no download alone: it starts what it has downloaded, which also proves that it runs here.
  const environment =
    kind === 'time-skipping'
      ? await TestWorkflowEnvironment.createTimeSkipping({ server })
      : await TestWorkflowEnvironment.createLocal({ server });
  await environment.teardown();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
