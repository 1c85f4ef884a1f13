import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server that answers one stage of every dialogue with an error code. */
export async function scriptedSmtp(
  stage: 'connect' | 'auth' | 'mailFrom' | 'data',
  code: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const failure = Object.assign(new Error('refused by the script'), { responseCode: code });
  const at = (here: typeof stage): Error | null => (here === stage ? failure : null);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    // A client that keeps its connection open must not hold up the test's end, ms.
    closeTimeout: 500,
    onConnect: (_session, done) => done(at('connect')),
    onAuth: (_auth, _session, done) => (stage === 'auth' ? done(failure) : done(null, { user: 'someone' })),
    onMailFrom: (_address, _session, done) => done(at('mailFrom')),
    onData(stream, _session, done) {
      stream.on('end', () => done(at('data'))).resume();
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, stop: () => new Promise((done) => server.close(done)) };
}
