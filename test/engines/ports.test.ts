import { createServer, type AddressInfo, type Server } from 'node:net';
import { enginePorts, requireFreePorts } from '../../engines/ports';
import { freePort } from '../rig/free-port';

describe('ports of the embedded engines', () => {
  let taken: Server;
  let port: number;

  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    port = (taken.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((done) => taken.close(done)));

  it('names every busy port and the setting that changes it', async () => {
    const free = await freePort();
    const uses = [
      { port, what: 'PostgreSQL', setting: 'SANBAO_POSTGRES_PORT' },
      { port: free, what: 'Temporal', setting: 'SANBAO_TEMPORAL_PORT' },
    ];
    const refused = requireFreePorts(uses);
    await expect(refused).rejects.toThrow(`Port ${port} (PostgreSQL) is in use by another program.`);
    await expect(refused).rejects.toThrow('SANBAO_POSTGRES_PORT=<port>');
    await expect(refused).rejects.not.toThrow('SANBAO_TEMPORAL_PORT');
  });

  it('accepts free ports and leaves them free', async () => {
    const use = { port: await freePort(), what: 'mail', setting: 'SANBAO_SMTP_PORT' };
    await requireFreePorts([use]);
    await requireFreePorts([use]);
  });

  it('reads ports from the environment and refuses what is none', () => {
    expect(enginePorts({ SANBAO_SMTP_PORT: '2525' })).toMatchObject({ smtp: 2525, temporal: 7233 });
    expect(() => enginePorts({ SANBAO_SMTP_PORT: '70000' })).toThrow('SANBAO_SMTP_PORT=70000 is not a port number');
  });
});
