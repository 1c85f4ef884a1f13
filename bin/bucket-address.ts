/** A bucket from its address and the environment's keys. */
import { bucketObjects, type Objects } from '../documents/store/objects';

/** Whether an address is a bucket's; otherwise it is a folder's. */
export function isBucket(address: string): boolean {
  return address.startsWith('s3://');
}

/**
 * Opens the bucket of `s3://bucket/prefix?region=…&endpoint=…` with the keys of the environment; nothing is asked of it yet.
 * @param setting what the address was given as, for the error
 * @throws Error that says what of the address is missing or wrong, without its values
 */
export function openBucket(address: string, setting: string, env: NodeJS.ProcessEnv): Objects {
  const { hostname, pathname, searchParams } = URL.canParse(address) ? new URL(address) : new URL('s3://');
  if (hostname === '')
    throw new Error(`The environment does not open ${setting}: its address is s3://bucket/prefix?region=…`);
  const region = searchParams.get('region') || env.AWS_REGION;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = env;
  if (!region || !accessKeyId || !secretAccessKey)
    throw new Error(
      `The environment does not open ${setting}, a bucket: give ?region=… (or AWS_REGION), AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
    );
  const endpoint = searchParams.get('endpoint') ?? amazon(region);
  if (!/^https?:\/\/[^/]+$/.test(endpoint))
    throw new Error(
      `The environment does not open ${setting}: its endpoint is https://host:port without a path, or left out for Amazon`,
    );
  const folder = pathname.replace(/^\/+|\/+$/g, '');
  return bucketObjects({
    ...{ endpoint, bucket: hostname, prefix: folder === '' ? '' : `${folder}/`, region },
    ...{ accessKeyId, secretAccessKey, sessionToken: AWS_SESSION_TOKEN || undefined },
  });
}

/** In China the servers have a name of their own. */
function amazon(region: string): string {
  return `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
