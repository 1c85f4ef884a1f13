/** Every workflow that the workers run. */
export { chase } from './recurring/chase';
export { complaint } from './complaint';
export { repair } from './repair';
export { returnExchange } from './return';
export { supervisorDesk } from './supervisor-desk';
