/** Orders versions such as `1.2` and `1.10`: part by part, numbers as numbers. Negative where `a` is the older one. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[.-]/), b.split(/[.-]/)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = '0', y = '0'] = [left[i], right[i]];
    const numbers = /^\d+$/.test(x) && /^\d+$/.test(y);
    if (numbers ? Number(x) !== Number(y) : x !== y) return numbers ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return 0;
}
