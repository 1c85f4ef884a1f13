/** The demonstration on a system that goes away: it says so in a sentence. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoCommand } from '../../bin/commands/demo';

test('a system that is stopped in the middle of a story is named, without a stack', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/readyz') response.end('{}');
    else request.socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  process.env.ADMIN_PASSWORD = 'a password for tests';
  try {
    await demoCommand().parseAsync(['--url', url, '--admin', 'admin@dept.example'], { from: 'user' });
    expect(said.mock.calls).toEqual([[expect.stringContaining(`stopped: no system answers at ${url}. Start it`)]]);
    expect(process.exitCode).toBe(1);
  } finally {
    process.exitCode = undefined;
    delete process.env.ADMIN_PASSWORD;
    said.mockRestore();
    server.close();
  }
});
