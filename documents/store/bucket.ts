/** A document store in a bucket. */
import type { Objects } from './objects';
import { hashOf, nameOf, type DocumentStore } from './store';

/** Opens the store. What it throws see `Objects`. */
export function bucketStore(objects: Objects): DocumentStore {
  return {
    get: async (sha256) => objects.get(nameOf(sha256)),
    async put(bytes) {
      const sha256 = hashOf(bytes);
      await objects.put(nameOf(sha256), bytes);
      return sha256;
    },
    remove: async (sha256) => objects.remove(nameOf(sha256)),
  };
}
