/**
 * The embedded PostgreSQL as a process of its own: its binaries come in an ES module that Jest cannot load. Prints the
 * address, and stops the server when its standard input ends, so also when the test dies.
 * Arguments: state folder, port.
 */
import { startPostgres } from '../../engines/postgres';
import { openStateFolder } from '../../engines/state-folder';

async function main(): Promise<void> {
  const [folder, port] = process.argv.slice(2);
  const state = openStateFolder(folder);
  const server = await startPostgres({ state, port: Number(port), log: () => undefined });
  console.log(server.databaseUrl);
  await new Promise((done) => process.stdin.on('close', done).resume());
  await server.stop();
  state.release();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
