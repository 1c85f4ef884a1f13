/**
 * The end of `npm run build`: what the compiler leaves out. The workflows' bundle, so that a worker starts at once and
 * every worker of an image runs the very same workflow code; and the files that the pages load.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../engines/project-root';
import { bundleWorkflows } from './worker';

async function finishBuild(): Promise<void> {
  const root = projectRoot();
  const { code } = await bundleWorkflows();
  writeFileSync(join(root, 'dist', 'workflow-bundle.js'), code);
  for (const folder of ['static', 'views'])
    cpSync(join(root, 'api', 'pages', folder), join(root, 'dist', 'api', 'pages', folder), { recursive: true });
}

finishBuild().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
