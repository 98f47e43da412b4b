/** The only door to what lessons are made of outside the database: packages, media, and the addresses they are served at. */
export { signContentToken, verifyContentToken } from "#lib/courses/content-token.ts";
export { mediaTypeOf, sniffVideo } from "#lib/courses/media-type.ts";
export { inspectPackage, readPackage } from "#lib/courses/package.ts";
export type { Archive } from "#lib/courses/zip-directory.ts";
export { MAX_PACKAGE_BYTES, PackageRefusedError } from "#lib/courses/package-error.ts";
