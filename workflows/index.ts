/** Every workflow that the workers run. */
export { archive } from './archive';
export { draftPlan, endOfDay, movementTable, publishPlan } from './dispatch/plan';
export { carePass, surveyPass } from './recurring/care';
export { chase } from './recurring/chase';
export { report } from './recurring/report';
export { retention } from './recurring/retention';
export { supply } from './recurring/supply';
export { complaint } from './complaint';
export { job } from './job';
export { latePaper } from './late-paper';
export { repair } from './repair';
export { returnExchange } from './return';
export { supervisorDesk } from './supervisor-desk';
