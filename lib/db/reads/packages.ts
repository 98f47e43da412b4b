/** What pages need of packages. */
export { findPackage as findPackageToShow } from "#lib/db/course-files.ts";
