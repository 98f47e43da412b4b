/** Limits of a package, and what is said when one is broken. Sizes were chosen from large real packages with room. */

/** Of the uploaded archive. */
export const MAX_PACKAGE_BYTES = 300 * 1024 * 1024;
/** Of everything in it, unpacked. */
export const MAX_UNPACKED_BYTES = 600 * 1024 * 1024;
export const MAX_ENTRIES = 5000;
export const MAX_MANIFEST_BYTES = 1024 * 1024;
/** Unpacked to packed, over the whole archive: text shrinks to a tenth, a bomb to a thousandth. */
export const MAX_RATIO = 60;
/** Below this size a ratio says nothing. */
export const RATIO_MATTERS_FROM_BYTES = 8 * 1024 * 1024;

export type PackageRefusal = keyof typeof REFUSALS;

const REFUSALS = {
  not_a_zip: "This is no ZIP archive, or it is damaged.",
  encrypted: "This archive is encrypted. Export the package without a password.",
  compression: "This archive uses a compression other than Deflate. Pack it with an ordinary ZIP program.",
  too_large: "The package is too large: at most 300 MB packed and 600 MB unpacked.",
  too_many_files: "The package has more than 5,000 files.",
  bomb: "The package unpacks to far more than any lesson needs. It was not stored.",
  unsafe_path:
    "A file of the package would land outside of its folder, or has a name no browser can ask for.",
  twice: "Two files of the package have the same name.",
  file_type: "The package has a file of a type that lessons do not need.",
  no_manifest:
    "There is no imsmanifest.xml at the top of the archive. Pack the contents of the folder, not the folder itself.",
  bad_manifest: "The imsmanifest.xml of the package cannot be read.",
  not_scorm: "The package is neither SCORM 1.2 nor SCORM 2004.",
  nothing_to_launch: "The manifest names nothing to launch.",
  too_many_items: "The manifest names more than 200 pages to launch.",
  missing_file: "The manifest launches a file that is not in the package.",
} as const;

/** A package that is not taken. The message is for its author; `detail` is text of the package, unchecked. */
export class PackageRefusedError extends Error {
  override readonly name = "PackageRefusedError";
  readonly code: PackageRefusal;
  readonly detail: string | null;

  constructor(code: PackageRefusal, detail: string | null = null, cause?: unknown) {
    super(REFUSALS[code], { cause });
    this.code = code;
    this.detail = detail;
  }
}
