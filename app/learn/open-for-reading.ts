import { findCurrentViewer } from "#app/viewer.ts";
import { contentAddress } from "#lib/automation/hosted-course-address.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { findPackageToShow } from "#lib/db/reads/packages.ts";
import type { ItemToStart } from "#app/learn/package-messages.ts";

/** Finds how to show a package to whoever looks; null for one they may not see, or where no packages are served. */
export async function openForReading(
  packageId: string,
): Promise<{ frameUrl: string; items: { id: string; title: string }[]; start: ItemToStart } | null> {
  const viewer = await findCurrentViewer();
  const frameUrl = contentAddress(packageId);
  if (!viewer || !frameUrl) return null;
  const found = await readAs(viewer.claims, (tx) => findPackageToShow(tx, packageId));
  const item = found?.items[0];
  if (!found || !item) return null;
  const learner = { id: viewer.claims.sub, name: viewer.fullName };
  return {
    frameUrl,
    items: found.items.map(({ id, title }) => ({ id, title })),
    start: { standard: found.standard, item, cmi: null, learner },
  };
}
