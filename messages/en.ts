import { auditMailsEn } from './audit-mails';
import { careMailsEn } from './care-mails';
import { complaintMailsEn } from './complaint-mails';
import { dutyMailsEn } from './duty-mails';
import { jobMailsEn } from './job-mails';
import { moneyMailsEn } from './money';
import { priceMailsEn } from './price';
import { returnMailsEn } from './return-mails';
import type { Messages } from './templates';

/** The English mails. */
export const en: Messages = {
  generic: {
    customer: {
      title: 'News on your service',
      text: 'There is news on your service request.',
      next: 'Please call our service hotline for details.',
    },
    staff: {
      title: 'News on a case',
      text: 'There is a notice on this case for which no words have been prepared.',
      next: 'Please open the case.',
    },
  },
  case_received: {
    customer: {
      title: 'Your request was received',
      text: 'We have received your service request and opened a case.',
      next: 'Please keep the case number and give it when you call. We will be in touch soon.',
    },
    staff: {
      title: 'New case',
      text: 'A new case was opened.',
      next: 'Please contact the customer in time and arrange the work.',
    },
  },
  entitlement_told: {
    customer: {
      title: 'Who bears this service',
      text: 'By our service policy, the cost of this service is decided as follows.',
      next: 'Where something is charged, we quote first and repair once you agree; if you disagree, please call our hotline.',
    },
    staff: {
      title: 'Who bears the work is decided',
      text: 'By the policy the cost of the work is decided as follows.',
    },
  },
  facts_asked: {
    staff: {
      title: 'Facts needed to decide who pays',
      text: 'By the policy it cannot be said who bears the work before the following is known.',
      next: 'Please find out from the customer and enter it under Assess.',
    },
  },
  handling_opinion: {
    customer: {
      title: 'How we will handle your request',
      text: 'This is how we will handle your service request.',
      next: 'Please call our service hotline with any question.',
    },
    staff: { title: 'Customer answered', text: 'The customer was told how the request is handled.' },
  },
  case_handed_over: {
    staff: {
      title: 'Case handed over',
      text: 'This case was handed to you and needs a technician.',
      next: 'Please choose somebody and assign the case.',
    },
  },
  job_assigned: {
    staff: {
      title: 'Job sheet',
      text: 'This case was assigned to you. Customer and equipment are listed below.',
      next: 'Please accept it, and check customer, fault and parts before you leave.',
    },
    customer: {
      title: 'Your service engineer',
      text: 'We have assigned a service engineer, who will agree a time with you.',
      next: 'When the engineer comes, please check the name and the work pass.',
    },
  },
  engineer_declined: {
    staff: {
      title: 'Job declined',
      text: 'The engineer did not accept this case.',
      next: 'Please assign another engineer soon.',
    },
  },
  repair_address: {
    customer: {
      title: 'Where to bring your product',
      text: 'Your product has to be brought in or sent in for repair.',
      next: 'Please bring the proof of purchase. If you send it, pack it well and put the case number inside.',
    },
  },
  warranty_terms: {
    customer: {
      title: 'About the warranty',
      text: 'Parts of one product may have different warranty terms. Whether the repair is free depends on the part that failed.',
      next: 'The engineer will explain what applies after the inspection. Nothing is charged without your consent.',
    },
  },
  visit_appointed: {
    customer: {
      title: 'Your appointment',
      text: 'We have agreed the following time for the visit.',
      next: 'If you need another time, please call our service hotline beforehand.',
    },
    staff: {
      title: 'Appointment agreed',
      text: 'A time for the visit was agreed with the customer.',
      next: 'Please be there in time. If you may be late, tell the customer before the agreed time.',
    },
  },
  visit_rescheduled: {
    customer: {
      title: 'Your appointment has moved',
      text: 'We apologise for the inconvenience. As agreed with you, the visit was moved.',
      next: 'Please call our service hotline with any question.',
    },
    staff: {
      title: 'Appointment moved',
      text: 'The visit was moved with the customer’s consent.',
      next: 'Please plan for the new time.',
    },
  },
  reassign_visit: {
    staff: {
      title: 'Customer refuses another time',
      text: 'The customer did not agree to another time; the agreed time stands.',
      next: 'Please send another engineer at the agreed time, or pass it to the information clerk.',
    },
  },
  engineer_delayed: {
    customer: {
      title: 'The engineer will be late',
      text: 'We are sorry: the engineer is delayed on the way and will arrive after the agreed time.',
      next: 'If you prefer another time, please call our service hotline.',
    },
    staff: {
      title: 'Engineer will be late',
      text: 'The engineer reports a delay beyond the agreed time.',
      next: 'If the customer does not know yet, please call at once.',
    },
  },
  customer_not_met: {
    staff: {
      title: 'Customer not met',
      text: 'Nobody was there. The customer was called as the rules say and a card was left.',
      next: 'Please agree another time with the customer.',
    },
  },
  no_show_card: {
    customer: {
      title: 'We missed you',
      text: 'Our engineer came at the agreed time, did not meet you and left a card.',
      next: 'Please call our service hotline to agree another time.',
    },
    staff: {
      title: 'Customer not met, card left',
      text: 'Nobody was there; the engineer left a card.',
      next: 'Please agree another time with the customer.',
    },
  },
  customer_unreached: {
    staff: {
      title: 'Customer not reached, engineer on the way',
      text: 'The customer did not answer the phone; to be there in time the engineer goes to the address all the same.',
      next: 'Please keep trying to reach the customer, and see how the visit goes.',
    },
  },
  site_feedback: {
    staff: {
      title: 'How the visit went',
      text: 'The engineer has left the customer.',
      next: 'Please check the result, and arrange what is left to do.',
    },
  },
  damage_explained: {
    customer: {
      title: 'Cause of the fault',
      text: 'The inspection showed that the fault comes from use or an outside cause, which the warranty does not cover.',
      next: 'If you want the repair we will send a quote and wait for your consent. If you disagree, please call our service hotline.',
    },
  },
  usage_caution: {
    customer: {
      title: 'How to avoid this fault',
      text: 'The fault was related to the way of use, and we have dealt with it. Please use and care for the device as the manual says.',
      next: 'Please call our service hotline with any question about its use.',
    },
  },
  preserve_scene: {
    customer: {
      title: 'Please leave everything as it is',
      text: 'So that the cause can be found, please do not dismantle, move or clean the device or its surroundings. People’s safety comes first.',
      next: 'Our staff will contact you as soon as possible.',
    },
  },
  maker_help_explained: {
    customer: {
      title: 'The maker is helping',
      text: 'We have asked the maker for technical support with your problem.',
      next: 'We will contact you as soon as we know more.',
    },
  },
  goodwill_granted: {
    customer: {
      title: 'Free of charge for you',
      text: 'This repair is not covered, but we have decided to do it free of charge.',
    },
    staff: {
      title: 'Goodwill granted',
      text: 'The company bears the cost of this repair as goodwill; it sets no precedent.',
      next: 'Please explain to the customer how to avoid the fault.',
    },
  },
  quote: {
    customer: {
      title: 'Your quote',
      text: 'This repair has to be charged as follows.',
      next: 'Please tell us whether you agree. No chargeable work begins without your consent.',
    },
    staff: {
      title: 'Quote sent',
      text: 'The quote was sent to the customer.',
      next: 'No chargeable work before the customer’s consent.',
    },
  },
  quote_reminder: {
    customer: {
      title: 'Your quote awaits your answer',
      text: 'We have not had your answer to our quote yet.',
      next: 'Please tell us whether you agree, or call our service hotline.',
    },
    staff: {
      title: 'Quote not answered',
      text: 'The customer has not answered the quote.',
      next: 'Please contact the customer.',
    },
  },
  part_needed: {
    customer: {
      title: 'A part is needed',
      text: 'Your device needs another part, which we are getting.',
      next: 'We will contact you as soon as it is here.',
    },
  },
  parts_waiting: {
    customer: {
      title: 'Waiting for a part',
      text: 'Your device is waiting for a part.',
      next: 'We will contact you as soon as it is here.',
    },
    staff: {
      title: 'Waiting for parts',
      text: 'This case waits for parts, and the wait is limited: see below until when.',
      next: 'Please chase the part. If it will be late, prepare a stock unit, a loaner or the maker’s repair.',
    },
  },
  parts_late: {
    staff: {
      title: 'Part late for its date',
      text: 'The part of this case has not come on its expected date, or is expected after the wait’s limit.',
      next: 'Please ask the supplier and move the date. If it will be late, prepare a stock unit, a loaner or the maker.',
    },
  },
  parts_arrived: {
    customer: {
      title: 'The part is here',
      text: 'The part for your device has arrived.',
      next: 'We will agree a time for the repair with you soon.',
    },
    staff: {
      title: 'Parts arrived',
      text: 'The parts for this case have arrived.',
      next: 'Please go on with the repair.',
    },
  },
  parts_cap_reached: {
    staff: {
      title: 'Parts wait at its cap',
      text: 'This case has waited for parts as long as it may, and the part is still missing. The repair clock runs on; no further wait is possible.',
      next: 'Please choose one of the options below at once.',
    },
  },
  help_needed: {
    staff: {
      title: 'Technical help is needed',
      text: 'The engineer cannot solve the fault alone and asks for technical help.',
      next: 'Please contact the engineer and record the answer in the case.',
    },
  },
  order_part: {
    staff: {
      title: 'Please order a part',
      text: 'This case needs a part to be ordered.',
      next: 'Please order it and enter when it is expected.',
    },
  },
  stock_unit_used: {
    staff: {
      title: 'Part taken from a stock unit',
      text: 'To keep the customer working a part was taken from a unit in stock, which cannot be sold for now.',
      next: 'Please stop its sale and order the part to restore it.',
    },
  },
  loaner_approval_needed: {
    staff: {
      title: 'Loaner to approve',
      text: 'A request for a loaner waits for you.',
      next: 'Please open the case and approve or refuse it.',
    },
  },
  loaner_issued: {
    customer: {
      title: 'Your loaner',
      text: 'You have a loaner until your device is repaired.',
      next: 'Please take care of it and return it afterwards; a deposit is paid back on return.',
    },
    staff: {
      title: 'Loaner issued',
      text: 'The customer has a loaner.',
      next: 'Please take it back when the device is repaired.',
    },
  },
  loaner_overdue: {
    customer: {
      title: 'Please return the loaner',
      text: 'Your device is repaired and the loaner has not come back yet.',
      next: 'Please return it soon, or call our service hotline to agree a time.',
    },
    staff: {
      title: 'Loaner overdue',
      text: 'The customer has not returned the loaner.',
      next: 'Please contact the customer.',
    },
  },
  approval_needed: {
    staff: {
      title: 'Your approval is needed',
      text: 'A request waits for your approval.',
      next: 'Please open the case and approve or refuse it with a reason.',
    },
  },
  no_result_promised: {
    customer: {
      title: 'About the result of the repair',
      text: 'We have received your device. Its warranty is over: we do our best, but cannot promise that it can be repaired.',
      next: 'If there is something to pay, we send you a quote first.',
    },
  },
  take_back_explained: {
    customer: {
      title: 'Your device goes to the workshop',
      text: 'Your device cannot be repaired on site and has to be taken to the workshop.',
      next: 'Please keep the repair ticket; you need it to collect the device.',
    },
  },
  prepare_new_unit: {
    staff: {
      title: 'Customer keeps the device',
      text: 'The customer does not agree to the device being taken away.',
      next: 'Please prepare a new unit and agree a time for the exchange.',
    },
  },
  promised_date: {
    customer: { title: 'When your repair will be done', text: 'We expect to finish the repair by the following time.' },
    staff: {
      title: 'Date promised',
      text: 'A date was promised to the customer.',
      next: 'Please keep it. If that is impossible, report it at once and tell the customer.',
    },
  },
  delay_explained: {
    customer: {
      title: 'Your repair is delayed',
      text: 'We are sorry: your device cannot be repaired by the promised time.',
      next: 'We will tell you the new time soon. If this is a problem, please call our service hotline.',
    },
    staff: {
      title: 'Promised date cannot be kept',
      text: 'It is known that the promised date cannot be kept.',
      next: 'Please explain it to the customer and agree a new time.',
    },
  },
  promised_overdue: {
    staff: {
      title: 'Promised date has passed',
      text: 'The date promised to the customer has passed and the work is not done.',
      next: 'Please call the customer at once and agree a new time.',
    },
  },
  ready_for_collection: {
    customer: {
      title: 'Your device is ready',
      text: 'Your device is repaired and can be collected.',
      next: 'Please bring the repair ticket, and the loaner if you have one.',
    },
    staff: { title: 'Waiting to be collected', text: 'The device is repaired and the customer was told.' },
  },
  shipped_back: {
    customer: {
      title: 'Your device is on its way',
      text: 'Your device is repaired and was sent back to you.',
      next: 'Please check it on receipt, and call our service hotline at once if anything is wrong.',
    },
    staff: {
      title: 'Sent back',
      text: 'The device was sent back to the customer.',
      next: 'Please call the customer back in time.',
    },
  },
  repair_finished: {
    customer: {
      title: 'Your repair is done',
      text: 'Your device is repaired.',
      next: 'We will call to ask how it works. If anything is wrong, please call our service hotline.',
    },
    staff: {
      title: 'Repair finished',
      text: 'The fault is cleared.',
      next: 'Please complete test run and signature, and call back in time.',
    },
  },
  result_reported: {
    staff: {
      title: 'Result of the repair',
      text: 'The result of the repair was reported.',
      next: 'Please tell the customer, and call back in time.',
    },
  },
  callback_due: {
    staff: {
      title: 'Please call the customer back',
      text: 'A callback is due.',
      next: 'Please call and record the result.',
    },
  },
  callback_missed: {
    staff: {
      title: 'Callback not made',
      text: 'The customer could not be reached several times, or the callback is late.',
      next: 'Please decide to go on, or end it with a reason.',
    },
  },
  case_closed: {
    customer: {
      title: 'Your case is closed',
      text: 'Your case is closed. Thank you.',
      next: 'If the problem comes back, please call our service hotline.',
    },
    staff: { title: 'Case closed', text: 'This case is closed.' },
  },
  case_cancelled: {
    customer: {
      title: 'Your case was cancelled',
      text: 'Your case was cancelled.',
      next: 'If this was not your wish, please call our service hotline.',
    },
    staff: { title: 'Case cancelled', text: 'This case was cancelled; its running clocks have ended.' },
  },
  ...complaintMailsEn,
  ...moneyMailsEn,
  ...priceMailsEn,
  ...returnMailsEn,
  ...jobMailsEn,
  ...dutyMailsEn,
  ...careMailsEn,
  ...auditMailsEn,
  milestone_warning: {
    staff: {
      title: 'Deadline near',
      text: 'The following deadline is near and not met yet.',
      next: 'Please meet it. If that is impossible, tell the supervisor at once.',
    },
  },
  milestone_reminder: {
    staff: { title: 'Reminder', text: 'The time for the following has come.', next: 'Please do as required.' },
  },
  escalation_raised: {
    staff: {
      title: 'Escalation: please act',
      text: 'A problem of this case was escalated to you.',
      next: 'Please open the case, acknowledge, then act, reassign, or extend with a reason. Unacknowledged it climbs on.',
    },
  },
  escalation_climbed: {
    staff: {
      title: 'Escalation: nobody acknowledged',
      text: 'Nobody acknowledged this problem on the level below; it is now yours.',
      next: 'Please open the case, acknowledge and act. Unacknowledged it climbs on.',
    },
  },
  escalation_repeated: {
    staff: {
      title: 'Escalation still not acknowledged',
      text: 'This problem is at the top of the ladder and nobody has acknowledged it.',
      next: 'Please open the case at once, acknowledge and act. Reminders go on until then.',
    },
  },
  escalation_settled: {
    staff: { title: 'Escalation settled', text: 'The reason of this escalation is gone; nothing is left to do.' },
  },
  alert_leadership: {
    staff: {
      title: 'Report to leadership',
      text: 'Something happened in this case that leadership must know at once.',
      next: 'Please open the case, acknowledge and say what is to be done.',
    },
  },
  excuse_requested: {
    staff: {
      title: 'Excuse of a breach to approve',
      text: 'Somebody asks to excuse a breach. It stays visible in any case.',
      next: 'Please check the reason, then approve or refuse. Nobody approves what they asked for.',
    },
  },
  mail_refused: {
    staff: {
      title: 'A mail could not be delivered',
      text: 'One of our mails did not reach its receiver, for the reason below.',
      next: 'Please call the person; after correcting the address the mail can be sent again from the case.',
    },
  },
  supervisor_digest: {
    staff: {
      title: 'Waiting for you',
      text: 'The following wait for you.',
      next: 'Please open each, acknowledge and act.',
    },
  },
  supervisor_reminder: {
    staff: {
      title: 'Still waiting for you',
      text: 'The following have not been dealt with.',
      next: 'Please open each, acknowledge and act.',
    },
  },
  deputy_forward: {
    staff: {
      title: 'For you as deputy',
      text: 'The supervisor whom you stand in for has not dealt with the following.',
      next: 'Please open each, acknowledge and act.',
    },
  },
};
