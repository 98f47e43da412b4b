import type { ScormRule } from "#lib/domain/scorm-status.ts";

/** A page of a package that can be launched. Everything in it is text of the package, unchecked but bounded. */
export interface PackageItem extends ScormRule {
  id: string;
  title: string;
  /** Path below the package, then query and fragment as the manifest has them. */
  path: string;
  suffix: string;
  /** What the package asked to be given at its start (`cmi.launch_data`). */
  launchData: string;
}
