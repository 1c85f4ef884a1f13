/** Every workflow that the workers run. */
export { archive } from './archive';
export { repair } from './repair';
export { supervisorDesk } from './supervisor-desk';
