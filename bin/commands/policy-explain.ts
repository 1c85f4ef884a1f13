/** A policy as a page that people can read: Chinese first, English second, every rule with its clauses. */
import { factCatalogue } from '../../domain/decision/facts';
import { questions } from '../../domain/decision/program';
import { blanksOf } from '../../domain/policy/blanks';
import { clausesOf } from '../../domain/policy/compile-targets';
import type { AnswerSource, PolicyDecision, PolicyGroup, PolicyRule } from '../../domain/policy/decision-schema';
import type { Signer } from '../../domain/policy/signoff';
import type { Policy, PolicyOrigin } from '../../domain/policy/schema';
import { clauseOf } from '../../policies/loader/known';

const questionWords: Readonly<Record<(typeof questions)[number], string>> = {
  entitlement: '权益 / Entitlement',
  deadline: '时限 / Deadlines',
  fee: '费用 / Fees',
  approval: '审批 / Approvals',
  routing: '去向 / Routing',
  escalation: '上报 / Escalation',
  parts: '配件 / Parts',
  callback: '回访 / Callbacks',
  kpi: '指标 / KPIs',
};

/** The page, as Markdown. */
export function explain(policy: Policy): string {
  const blanks = blanksOf(policy);
  const lines = [
    `# ${policy.title.zh} / ${policy.title.en}`,
    '',
    `\`${policy.id}\` ${policy.version} · ${policy.layer} · ${policy.timeZone}`,
    ...(blanks.length > 0
      ? ['', `草稿，发布前须填：/ A draft, to be filled before publishing: ${blanks.join(', ')}`]
      : []),
    ...section('签署 / Signed by', signatures(policy)),
    ...section('读法 / Readings', readings(policy)),
    ...section('事实 / Facts', facts(policy)),
    ...section('参数 / Parameters', parameters(policy)),
    ...section('共用的数值 / Shared values', values(policy.decisions.values)),
    ...questions.flatMap((question) => {
      const decision = policy.decisions[question];
      return decision ? section(questionWords[question], explainDecision(decision)) : [];
    }),
    ...section('指标 / KPIs', kpis(policy)),
    ...section('承诺的时限 / Milestones', milestones(policy)),
    ...section('升级 / Ladders', ladders(policy)),
    ...section('价目 / Prices', fees(policy)),
    ...section(
      '由产品本身实现 / Enacted by the product itself',
      policy.enactedBy.map((rule) => `- ${rule.by}${origin(rule)}`),
    ),
    ...section('条款原文 / Clauses', clauseTexts(policy)),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', `## ${title}`, '', ...lines] : [];
}

/** Where a rule comes from, in brackets. */
function origin(rule: PolicyOrigin): string {
  const names = [...clausesOf(rule), ...(rule.default ? ['产品默认 / product default'] : []), rule.reading];
  const known = names.filter((name) => name !== undefined);
  return known.length > 0 ? ` [${known.join(', ')}]` : '';
}

const signerWords: Readonly<Record<Signer, string>> = {
  writer: '编写 / writer',
  reviewer: '审核 / reviewer',
  approver: '批准 / approver',
};

/** Who signs every new version before it is published. */
function signatures({ signoff }: Policy): string[] {
  return signoff ? [`- ${signoff.by.map((signer) => signerWords[signer]).join('、')}${origin(signoff)}`] : [];
}

function readings({ readings: all }: Policy): string[] {
  return Object.entries(all).map(([name, { says, chosen }]) => `- **${name}**${chosen ? ` = ${chosen}` : ''}: ${says}`);
}

function facts({ facts: all }: Policy): string[] {
  return Object.entries(all).map(([name, fact]) => {
    const title = fact.title ?? factCatalogue[name]?.title;
    const unknown =
      fact.whenUnknown === 'assumeNot' ? '未知即视为没有 / absent unless somebody says so' : '未知须询问 / asked for';
    return `- \`${name}\`${title ? ` ${title.zh} / ${title.en}` : ''}: ${unknown}${origin(fact)}`;
  });
}

function parameters({ parameters: all }: Policy): string[] {
  return all.map((rule) => {
    const value = rule.value === undefined ? `未填 / blank (${rule.required})` : String(rule.value);
    return `- \`${rule.id}\` ${rule.title.zh} / ${rule.title.en}: ${value}${origin(rule)}`;
  });
}

function values(all: PolicyDecision['values']): string[] {
  return all.map((rule) => `- \`${rule.name}\` = \`${String(rule.is)}\`${origin(rule)}`);
}

function explainDecision({ values: own, groups }: PolicyDecision): string[] {
  return [...values(own), ...groups.flatMap(explainGroup)];
}

function explainGroup(group: PolicyGroup): string[] {
  const how =
    group.hit === 'first'
      ? '依次核对，第一条成立者为准 / in order, the first that holds decides'
      : '凡成立者均适用 / every rule that holds';
  const start = group.startAt
    ? `；从 \`${group.startAt}\` 所要求的一项开始 / starting from what \`${group.startAt}\` names`
    : '';
  const each = group.forEach ? `；逐项 \`${group.forEach.fact}\` / for each \`${group.forEach.fact}\`` : '';
  return ['', `*${how}${start}${each}*`, '', ...group.rules.flatMap((rule, index) => explainRule(rule, index + 1))];
}

function explainRule(rule: PolicyRule, number: number): string[] {
  const words = rule.text ? ` ${rule.text.zh} / ${rule.text.en}` : '';
  const when = rule.when === undefined ? '' : ` (\`${String(rule.when)}\`)`;
  return [
    `${number}. **${rule.id}**${words}${when}${origin(rule)}`,
    ...rule.conditions.map(
      (condition) =>
        `   - ${condition.text ? `${condition.text.zh} / ${condition.text.en}: ` : ''}\`${String(condition.if)}\`${origin(condition)}`,
    ),
    ...Object.entries(rule.answer).map(([name, value]) => `   - → ${name}: ${answerText(value)}`),
  ];
}

function answerText(value: AnswerSource): string {
  return typeof value === 'string' && value.startsWith('=') ? `\`${value.slice(1)}\`` : JSON.stringify(value);
}

function kpis({ kpis: all }: Policy): string[] {
  return all.map((rule) => {
    const target = rule.target === undefined ? '只测不判 / measured, not judged' : `${rule.compare} ${rule.target}`;
    return `- **${rule.id}** ${rule.title.zh} / ${rule.title.en}: \`${rule.is}\`, ${target}${origin(rule)}`;
  });
}

function milestones({ milestones: all, callbacks }: Policy): string[] {
  return [...all, ...callbacks].flatMap((rule) => [
    `- **${rule.id}** ${rule.title.zh} / ${rule.title.en}${origin(rule)}`,
    ...rule.targets.map((row) => {
      const condition = row.when ? `${JSON.stringify(row.when)} → ` : '';
      const figures = Object.entries(row).filter(([key]) => !['when', 'clause', 'default', 'reading'].includes(key));
      return `  - ${condition}${JSON.stringify(Object.fromEntries(figures))}${origin(row)}`;
    }),
  ]);
}

function ladders({ ladders: all }: Policy): string[] {
  return Object.entries(all).map(
    ([id, { levels }]) => `- **${id}**: ${levels.map((level) => level.role + origin(level)).join(' → ')}`,
  );
}

function fees({ fees: all }: Policy): string[] {
  return all.map((line) => {
    const price = line.price === undefined ? line.basis : `¥${line.price} / ${line.basis}`;
    return `- ${line.title.zh} / ${line.title.en}: ${price}, ${line.payer}${origin(line)}`;
  });
}

/** The source's own words for every clause that the file names. */
function clauseTexts(policy: Policy): string[] {
  return [...citedIn(policy)].sort().flatMap((id) => {
    const clause = clauseOf(id);
    return clause ? [`- **${id}** (${clause.section}) ${clause.quote} — ${clause.rule}`] : [];
  });
}

function citedIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'clause') for (const id of [entry as string | string[]].flat()) found.add(id);
    else citedIn(entry, found);
  }
  return found;
}
