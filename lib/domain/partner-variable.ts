/**
 * Names an environment variable of one partner: `hsi`, `API_KEY` → `HSI_API_KEY`. A hyphen, which no shell takes in a
 * name, becomes an underscore: `some-college` → `SOME_COLLEGE_API_KEY`.
 */
export function partnerVariable(slug: string, suffix: string): string {
  return `${slug.replaceAll("-", "_").toUpperCase()}_${suffix}`;
}
