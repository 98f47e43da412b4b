/** Where a person goes on after signing in. */

/** Characters browsers drop or read as something else; a path of ours has none. */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused here
const UNSAFE = /[\u0000-\u001f\u007f\\]/;

/** Lets an address through when it is a path of this site; anything else becomes `otherwise`. */
export function safeReturnPath(path: string | null | undefined, otherwise = "/student/dashboard"): string {
  if (!path || path.length > 500 || UNSAFE.test(path)) return otherwise;
  return path.startsWith("/") && !path.startsWith("//") ? path : otherwise;
}

/** The sign-in page that leads back to `path` afterwards. */
export function signInPath(path: string): string {
  return `/sign-in?next=${encodeURIComponent(path)}`;
}

/** The page a form was sent from, as a path of this site; the start page when the browser does not say. */
export function pathOfReferrer(referrer: string | null): string {
  if (!referrer || !URL.canParse(referrer)) return "/";
  const { pathname, search } = new URL(referrer);
  return safeReturnPath(pathname + search, "/");
}
