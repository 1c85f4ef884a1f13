/** The papers that there are, by name; policies say when one is issued. */
export const formNames = [
  'service_request',
  'repair_ticket',
  'quote',
  'loaner_agreement',
  'service_report',
  'return_application',
  'handling_plan',
  'return_order',
  'goods_in_record',
  'complaint_form',
  'sample_test',
  'dispatch_order',
  'desk_delivery',
  'goods_check',
  'acceptance_certificate',
  'acceptance_record',
  'test_report',
  'callback_record',
] as const;
export type FormName = (typeof formNames)[number];
