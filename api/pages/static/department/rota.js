// The rota of holidays: which come, who is there, and who is still to be found.
import { call } from '../client.js';
import { clauseList } from '../clauses.js';
import { el } from '../dom.js';
import { when } from '../time.js';
import { say, w } from '../words.js';
import { card, cards, formsOf, offered, offers, part, tag } from './shared.js';

/** One for each duty that is for this holiday alone: a longer one is the roster's. */
function removals(form, { people }, reload) {
  return people
    .filter(({ only, dutyId }, i) => only && people.findIndex((other) => other.dutyId === dutyId) === i)
    .map((one) => {
      const about = { ids: { id: one.dutyId }, version: one.version };
      return offered(form, about, reload, `${say(form.title)} · ${say(one.name)}`);
    });
}

export async function rotaPage(_reader, reload) {
  const [{ rotas, clauseTexts }, forms] = await Promise.all([call('GET', '/v1/rota'), formsOf('rota')]);
  if (rotas.length === 0) return [part('', el('p', { class: 'soft' }, w().noRota))];
  return rotas.map((rota) => {
    const line = (holiday) => {
      const { role, policyId } = rota;
      const fixed = { role, policyId, from: holiday.from, until: holiday.until };
      const nobody = holiday.people.length === 0;
      return card(
        // The day alone: a holiday is a date of the policy's zone.
        when(holiday.from, rota.timeZone).split(/(?<=[）)])/)[0],
        holiday.covered
          ? [tag(w().filled, 'good')]
          : [tag(nobody ? w().nobodyThere : w().partlyThere, holiday.tell ? 'bad' : 'warn')],
        [['', holiday.people.map(({ name }) => say(name)).join(w().comma)]],
        offers([
          ...forms('addHolidayDuty').map((form) => offered(form, { fixed }, reload)),
          ...forms('removeHolidayDuty').flatMap((form) => removals(form, holiday, reload)),
        ]),
      );
    };
    return part(
      `${say(rota.titles.role)} · ${say(rota.titles.policy)}`,
      el('p', { class: 'soft' }, w().rotaOwner.replace('{0}', say(rota.titles.owner))),
      rota.unannounced.length > 0 &&
        el('p', { class: 'warn' }, w().unannounced.replace('{0}', rota.unannounced.join(w().comma))),
      cards(rota.holidays.map(line), w().noHolidays),
      clauseList(rota.clauses, clauseTexts),
    );
  });
}
