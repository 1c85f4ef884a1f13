/** Every workflow that the workers run. */
export { repair } from './repair';
export { supervisorDesk } from './supervisor-desk';
