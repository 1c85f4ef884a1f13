/** The archive's bucket, from its address. */
import { ArchiveBucket } from '../audit/archive/bucket';
import { BucketRefused } from '../audit/archive/bucket-errors';
import { isBucket, openBucket } from './bucket-address';

/**
 * Opens the bucket of this address (see `openBucket`); undefined where there is no address.
 * @throws Error that says what of the address is missing or wrong, without its values
 */
export function openArchiveBucket(
  address: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): ArchiveBucket | undefined {
  if (address === undefined || address === '') return undefined;
  if (!isBucket(address))
    throw new BucketRefused('The archive’s bucket is s3://bucket/prefix?region=…: a folder is given as --archive');
  // Region and endpoint are of no help in a message.
  return new ArchiveBucket(openBucket(address, 'ARCHIVE_BUCKET', env), address.replace(/\?.*/, ''));
}
