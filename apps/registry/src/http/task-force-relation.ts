import type { Caller, Relation } from '@satualur/access/access';
import { relationToTaskForce } from '@satualur/access/table';
import type { Directory } from '@satualur/service-host/directory';

/** While no policy names the provincial secretariat, whoever holds the secretariat's role founds the registry. */
export function taskForceRelation(caller: Caller, directory: Directory): Relation {
  const secretariat = directory.secretariat();
  return secretariat === undefined ? 'own' : relationToTaskForce(caller, secretariat);
}
