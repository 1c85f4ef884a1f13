/**
 * What all workflows of a worker share: this code itself. The SDK would give each cached workflow a copy of every module,
 * for a case two megabytes of schemas and tables; loaded here they are there once, and deep frozen by the SDK, so that no
 * case can leave anything behind for another. So no module of `domain` or `workflows` may keep state.
 *
 * Schemas work out what they need on their first use and keep it in themselves: they must not be frozen. The SDK passes by
 * what is frozen already, hence whatever holds schemas is frozen here, one level deep.
 */
import { regexes } from 'zod';
import { complaintKind } from '../domain/cases/complaint';
import { investigationActions } from '../domain/cases/complaint/investigation-actions';
import * as complaint from '../domain/cases/complaint/payloads';
import { jobKind } from '../domain/cases/job';
import * as handover from '../domain/cases/job/handover-payloads';
import * as jobOpening from '../domain/cases/job/opening';
import * as job from '../domain/cases/job/payloads';
import * as opening from '../domain/cases/opening';
import * as common from '../domain/cases/payload';
import { repairKind } from '../domain/cases/repair';
import * as repair from '../domain/cases/repair/payloads';
import { returnKind } from '../domain/cases/return';
import * as returns from '../domain/cases/return/payloads';
import * as shared from '../domain/cases/shared-payloads';
import * as visit from '../domain/cases/visit/payloads';
import './index';

const tables = [repairKind, returnKind, complaintKind, jobKind].map(({ actions }) => actions);
// The table of complaints has copies of these, so freezing it does not reach them.
for (const actions of [...tables, investigationActions]) actions.forEach((a) => Object.freeze(a));
for (const module of [regexes, common, shared, opening, visit, repair, returns, complaint, job, handover, jobOpening])
  Object.freeze(module);
