import { readdirSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorTable } from '../../domain/errors';
import { portSettings } from '../../engines/ports';
import { file, variablesOf } from './files';

const root = join(__dirname, '..', '..');
const markdown = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** The documents against what they describe. */
describe('the documents', () => {
  it('docs/errors.md lists every error with its status and titles, and no other', () => {
    const rows = [...file('docs/errors.md').matchAll(/^\| `(\w+)` \| (\d+) \| (.+?) \| (.+?) \|/gm)];
    const listed = rows.map(([, code, status, zh, en]) => [code, { status: Number(status), title: { zh, en } }]);
    expect(Object.fromEntries(listed)).toEqual(errorTable);
    expect(listed).toHaveLength(Object.keys(errorTable).length);
  });

  it('docs/operations.md explains every setting of API, worker and engines', () => {
    const text = file('docs/operations.md');
    const names = [
      ...variablesOf('api/config.ts'),
      ...variablesOf('bin/settings.ts'),
      ...Object.values(portSettings),
      ...['SANBAO_STATE', 'SANBAO_CACHE', 'SANBAO_TEMPORAL_CLI', 'SANBAO_TEST_SERVER', 'ADMIN_EMAIL', 'ADMIN_PASSWORD'],
    ];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('docs/operations.md says what to do at every alarm', () => {
    const sources = ['activities', 'bin', 'workflows'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => file(join(folder, name))),
    );
    const raised = /raiseAlarm\([^;]*?kind: '(\w+)'|\balarm\((?:`[^`]*`,\s*)?'(\w+)'/g;
    const kinds = sources.flatMap((text) => [...text.matchAll(raised)].map(([, a, b]) => a ?? b!));
    const listed = [...file('docs/operations.md').matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, names]) =>
      [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
    );
    expect(new Set(kinds).size).toBeGreaterThan(10);
    expect([...new Set(kinds)].filter((kind) => !listed.includes(kind))).toEqual([]);
  });

  it.each(markdown)('%s links to files that are there', (path) => {
    const links = [...file(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
    const missing = links.filter((l) => !/^[a-z]+:/.test(l) && !existsSync(join(root, dirname(path), l)));
    expect(missing).toEqual([]);
  });

  it('name only npm scripts that are there', () => {
    const { scripts } = JSON.parse(file('package.json')) as { scripts: Record<string, string> };
    const named = markdown.flatMap((path) =>
      [...file(path).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => ({ path, script: script! })),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });
});
