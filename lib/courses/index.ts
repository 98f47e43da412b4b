/** The only door to what lessons are made of outside the database: packages, media, and the addresses they are served at. */
export { signContentToken, verifyContentToken } from "#lib/courses/content-token.ts";
export type { ManifestItem } from "#lib/courses/manifest.ts";
export { mediaTypeOf, sniffVideo } from "#lib/courses/media-type.ts";
export { inspectPackage, readPackage, type CoursePackage, type PackageEntry } from "#lib/courses/package.ts";
export { MAX_PACKAGE_BYTES, PackageRefusedError } from "#lib/courses/package-error.ts";
