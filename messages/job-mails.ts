/** The mails of jobs whose result is an answer, in both languages. */
import type { MailsOf } from './message';

/** Who may read each. */
export const JOB_TEMPLATES = {
  test_summary: ['customer'],
  consultation_answer: ['customer'],
} as const;

type Mails = MailsOf<typeof JOB_TEMPLATES>;

export const jobMailsZh: Mails = {
  test_summary: {
    customer: {
      title: '产品检测总结',
      text: '您好！您委托的产品检测已完成，总结如下。',
      next: '如需进一步说明，请致电我们的服务热线。',
    },
  },
  consultation_answer: {
    customer: {
      title: '咨询答复',
      text: '您好！您咨询的问题答复如下。',
      next: '如仍有疑问，请致电我们的服务热线。',
    },
  },
};

export const jobMailsEn: Mails = {
  test_summary: {
    customer: {
      title: 'Your product test',
      text: 'The product test that you asked for is done. This is the summary.',
      next: 'For more details please call our service line.',
    },
  },
  consultation_answer: {
    customer: {
      title: 'The answer to your question',
      text: 'This is our answer to your question.',
      next: 'If anything is still open please call our service line.',
    },
  },
};
