// Starts the embedded database in the folder and on the port given, prints its process id and dies without a word.
import { startPostgres } from '../../engines/postgres';
import { openStateFolder } from '../../engines/state-folder';

const [folder, port] = process.argv.slice(2);

void startPostgres({ state: openStateFolder(folder), port: Number(port), log: () => undefined }).then(({ child }) => {
  process.stdout.write(String(child.pid), () => process.kill(process.pid, 'SIGKILL'));
});
