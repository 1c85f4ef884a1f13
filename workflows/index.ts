/** Every workflow that the workers run. */
export { archive } from './archive';
export { complaint } from './complaint';
export { repair } from './repair';
export { returnExchange } from './return';
export { supervisorDesk } from './supervisor-desk';
