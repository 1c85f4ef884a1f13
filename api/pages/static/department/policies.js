// Who signed which version of a policy, and the signatures that are still wanted.
import { call } from '../client.js';
import { clauseList } from '../clauses.js';
import { el } from '../dom.js';
import { at } from '../time.js';
import { say, w } from '../words.js';
import { card, cards, formsOf, offered, offers, part, tag } from './shared.js';

export async function policiesPage(_reader, reload) {
  const [{ policies }, forms] = await Promise.all([call('GET', '/v1/policies'), formsOf('policies')]);
  const found = await Promise.all(
    policies.map(async (policy) => ({
      policy,
      ...(await call('GET', `/v1/policies/${encodeURIComponent(policy.id)}/signoffs`)),
    })),
  );
  const asking = found.filter(({ asked }) => asked !== null);
  const others = found.filter(({ asked }) => asked === null);
  return [
    ...asking.map((one) => askingPart(one, forms, reload)),
    part(w().nobodySigns, cards(others.map((one) => otherCard(one, forms, reload)))),
  ];
}

/** A policy whose new versions are signed: who has, who has not. */
function askingPart({ policy, asked, inForce, signoffs }, forms, reload) {
  const line = (version) => {
    const lacking = asked.by.filter(({ as }) => !version.signed.some((s) => s.as === as));
    const current = version.hash === inForce?.hash;
    return card(
      w().versionOf.replace('{0}', version.version),
      [current && tag(w().inForce, 'good'), !current && lacking.length === 0 && tag(w().allSigned, 'good')],
      [
        ...signedBy(version),
        [w().lackingSignatures, !current && lacking.map(({ title }) => say(title)).join(w().comma)],
        ['', el('small', { class: 'code' }, version.hash)],
      ],
      signing(policy, forms, reload, version),
    );
  };
  return part(
    say(policy.title),
    el('p', { class: 'soft' }, `${w().askedToSign}${asked.by.map(({ title }) => say(title)).join(w().comma)}`),
    clauseList(asked.clauses, asked.clauseTexts),
    cards(versionsOf(signoffs, inForce).map(line)),
    signing(policy, forms, reload),
  );
}

/** A policy that may be signed and needs not be. */
function otherCard({ policy, inForce, signoffs }, forms, reload) {
  const signed = versionsOf(signoffs, undefined).flatMap((version) => [
    ['', w().versionOf.replace('{0}', version.version)],
    ...signedBy(version),
  ]);
  return card(
    say(policy.title),
    [tag(w().versionOf.replace('{0}', inForce.version))],
    signed,
    signing(policy, forms, reload, inForce),
  );
}

const signedBy = ({ signed }) => signed.map((s) => [say(s.titles.as), [say(s.titles.by), ' · ', at(s.at)]]);

/** Signing a version that is known, or one that the publish command named. */
function signing({ id }, forms, reload, known) {
  const fixed = known && { version: known.version, hash: known.hash };
  const title = known ? w().signThis : w().signAnother;
  return offers(forms('signPolicy').map((form) => offered(form, { ids: { id }, fixed }, reload, title)));
}

/** The version in force first, then those that somebody signed, each with its signatures. */
function versionsOf(signoffs, inForce) {
  const found = new Map(inForce ? [[inForce.hash, { ...inForce, signed: [] }]] : []);
  for (const s of signoffs) {
    const known = found.get(s.hash) ?? { version: s.version, hash: s.hash, signed: [] };
    found.set(s.hash, { ...known, signed: [...known.signed, s] });
  }
  return [...found.values()];
}
